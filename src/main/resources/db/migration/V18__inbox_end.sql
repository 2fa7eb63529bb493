-- Where an inbox ends: a row of its own, so that who appends and who confirms do not wait for each other. Who changes both, or
-- begins an epoch, holds this one first, in the order of the user ids, and then that of inbox.
CREATE TABLE inbox_end (
    user_id   VARCHAR(32) PRIMARY KEY,
    epoch     BIGINT NOT NULL,
    last_seq  BIGINT NOT NULL,
    -- Where the inbox's newest entry begins, which may go on: a hint, there may be none.
    entry_seq BIGINT NOT NULL,
    -- Messages for the user, their own apart, over all epochs: numbered = delivered + pending + expired + dead + withdrawn.
    numbered  BIGINT NOT NULL
);
INSERT INTO inbox_end (user_id, epoch, last_seq, entry_seq, numbered) SELECT user_id, epoch, last_seq, entry_seq, numbered FROM inbox;
ALTER TABLE inbox DROP COLUMN last_seq;
ALTER TABLE inbox DROP COLUMN entry_seq;
ALTER TABLE inbox DROP COLUMN numbered;
