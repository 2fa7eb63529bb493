-- What could not be processed. The body is bytes: text may not hold everything that fails.
CREATE TABLE dead_letter (
    id          VARCHAR(36) PRIMARY KEY,
    -- The same for each letter about the same failure of the same record.
    origin      VARCHAR(64) NOT NULL,
    flow        VARCHAR(128),
    route_id    VARCHAR(128),
    cause       TEXT,
    attempts    INTEGER NOT NULL,
    source      TEXT,
    breadcrumb  VARCHAR(128),
    replay_of   VARCHAR(36),
    headers     TEXT NOT NULL,
    body        BYTEA NOT NULL,
    truncated   BOOLEAN NOT NULL,
    failed_at   BIGINT NOT NULL,
    replayed_at BIGINT
);
CREATE UNIQUE INDEX dead_letter_origin ON dead_letter (origin);
CREATE INDEX dead_letter_flow ON dead_letter (flow, id);
CREATE INDEX dead_letter_waiting ON dead_letter (replayed_at, id);
