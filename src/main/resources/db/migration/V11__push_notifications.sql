-- Where push notifications can go; the token is a secret of the installation and its vendor.
CREATE TABLE installation (
    user_id    VARCHAR(32) NOT NULL,
    client_id  VARCHAR(32) NOT NULL,
    provider   VARCHAR(16) NOT NULL,
    token      VARCHAR(4096) NOT NULL,
    muted      BOOLEAN NOT NULL,
    updated_at BIGINT NOT NULL,
    PRIMARY KEY (user_id, client_id)
);

-- Each push notification that was made, for the numbers after from_seq up to to_seq of an inbox; it waits as long as a due
-- record of its id is there. state: waiting, sent, cancelled, gone, dead, or nobody: there was no installation it could go to.
CREATE TABLE push_notification (
    notice_id VARCHAR(36) PRIMARY KEY,
    user_id   VARCHAR(32) NOT NULL,
    epoch     BIGINT NOT NULL,
    from_seq  BIGINT NOT NULL,
    to_seq    BIGINT NOT NULL,
    -- Null for nobody; client_id also for a provider that is told of all of a user's installations at once.
    provider  VARCHAR(16),
    client_id VARCHAR(32),
    state     VARCHAR(16) NOT NULL,
    made_at   BIGINT NOT NULL,
    ended_at  BIGINT,
    detail    VARCHAR
);
CREATE INDEX push_notification_number ON push_notification (user_id, epoch, to_seq);
CREATE INDEX push_notification_time ON push_notification (made_at);
