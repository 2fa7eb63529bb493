-- Written for PostgreSQL and for H2 in PostgreSQL mode. JSON is kept as text: it is written and read whole.

CREATE TABLE device (
    sn            VARCHAR(32) PRIMARY KEY,
    type          VARCHAR(64) NOT NULL,
    name          VARCHAR(255),
    secret        VARCHAR(128) NOT NULL,
    registered_at BIGINT NOT NULL,
    -- What the device said: its reports merged. version fences two writers.
    state         TEXT NOT NULL,
    state_ts      BIGINT NOT NULL,
    version       BIGINT NOT NULL,
    updated_at    BIGINT NOT NULL,
    -- Presence, keyed by the broker's connection.
    online        BOOLEAN NOT NULL,
    connection_id VARCHAR(128),
    presence_at   BIGINT NOT NULL
);
CREATE INDEX device_type ON device (type, sn);

-- The history. (sn, report_id) makes a repeat harmless, however it comes.
CREATE TABLE report (
    sn          VARCHAR(32) NOT NULL,
    report_id   VARCHAR(128) NOT NULL,
    received_at BIGINT NOT NULL,
    ts          BIGINT NOT NULL,
    applied     BOOLEAN NOT NULL,
    body        TEXT NOT NULL,
    PRIMARY KEY (sn, report_id)
);
CREATE INDEX report_time ON report (sn, ts, report_id);

-- changed_by is the report behind the last change, so that telling it can be done again.
CREATE TABLE alert (
    alert_id        VARCHAR(36) PRIMARY KEY,
    sn              VARCHAR(32) NOT NULL,
    section         VARCHAR(64) NOT NULL,
    code            INTEGER NOT NULL,
    msg             TEXT NOT NULL,
    state           VARCHAR(16) NOT NULL,
    raised_at       BIGINT NOT NULL,
    acknowledged_by VARCHAR(32),
    cleared_at      BIGINT,
    changed_by      VARCHAR(128) NOT NULL
);
CREATE INDEX alert_device ON alert (sn, state);

CREATE TABLE account (
    user_id       VARCHAR(32) PRIMARY KEY,
    password_hash VARCHAR(255) NOT NULL,
    roles         VARCHAR(128) NOT NULL,
    created_at    BIGINT NOT NULL
);

-- Secrets that all nodes share, made by the first one that needs them.
CREATE TABLE shared_secret (
    name       VARCHAR(64) PRIMARY KEY,
    secret     VARCHAR(512) NOT NULL,
    created_at BIGINT NOT NULL
);
