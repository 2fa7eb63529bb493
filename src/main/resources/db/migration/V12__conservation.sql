-- Whose inbox did not add up when it was last counted, and how.
CREATE TABLE conservation_finding (
    flow     VARCHAR(64) NOT NULL,
    user_id  VARCHAR(32) NOT NULL,
    what     VARCHAR NOT NULL,
    found_at BIGINT NOT NULL,
    PRIMARY KEY (flow, user_id)
);

-- What the last whole count of a flow came to.
CREATE TABLE conservation_count (
    flow       VARCHAR(64) PRIMARY KEY,
    counted_at BIGINT NOT NULL,
    took_ms    BIGINT NOT NULL,
    inboxes    BIGINT NOT NULL,
    numbered   BIGINT NOT NULL,
    delivered  BIGINT NOT NULL,
    pending    BIGINT NOT NULL,
    expired    BIGINT NOT NULL,
    dead       BIGINT NOT NULL,
    withdrawn  BIGINT NOT NULL
);
