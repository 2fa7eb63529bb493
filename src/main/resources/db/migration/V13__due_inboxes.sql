-- Whom to look at for a push notification, and when. Apart from the inbox: H2 writes every index of a row that it updates.
DROP INDEX inbox_due;
CREATE TABLE inbox_due (
    user_id VARCHAR(32) PRIMARY KEY,
    due_at  BIGINT NOT NULL
);
CREATE INDEX inbox_due_time ON inbox_due (due_at);
INSERT INTO inbox_due (user_id, due_at) SELECT user_id, due_at FROM inbox WHERE due_at IS NOT NULL;
ALTER TABLE inbox DROP COLUMN due_at;
