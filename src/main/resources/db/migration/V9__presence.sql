-- Until when a user was seen; who is there now is told by the connections, which are not kept here.
CREATE TABLE user_seen (
    user_id VARCHAR(32) PRIMARY KEY,
    seen_at BIGINT NOT NULL
);

-- Whose presence an installation watches.
CREATE TABLE presence_subscription (
    user_id   VARCHAR(32) NOT NULL,
    client_id VARCHAR(32) NOT NULL,
    watched   VARCHAR(32) NOT NULL,
    used_at   BIGINT NOT NULL,
    PRIMARY KEY (user_id, client_id, watched)
);
CREATE INDEX presence_subscription_use ON presence_subscription (used_at);
