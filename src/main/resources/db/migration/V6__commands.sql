-- Which node holds the device's WebSocket; null: it is connected to the MQTT broker.
ALTER TABLE device ADD COLUMN node VARCHAR(64);

-- One row a device that was ever commanded; whoever works on its commands holds the row.
CREATE TABLE command_queue (
    sn        VARCHAR(32) PRIMARY KEY REFERENCES device ON DELETE CASCADE,
    -- The desired version: counts the commands given.
    version   BIGINT NOT NULL,
    -- The connection on which the device last began to listen to commands.
    listening VARCHAR(128)
);

CREATE TABLE command (
    command_id   VARCHAR(64) PRIMARY KEY,
    sn           VARCHAR(32) NOT NULL REFERENCES device ON DELETE CASCADE,
    version      BIGINT NOT NULL,
    service      VARCHAR(256) NOT NULL,
    body         TEXT NOT NULL,
    given_by     VARCHAR(32) NOT NULL,
    given_at     BIGINT NOT NULL,
    expires_at   BIGINT NOT NULL,
    supersedes   BOOLEAN NOT NULL,
    state        VARCHAR(16) NOT NULL,
    -- When something has to be looked at; null once nothing has.
    due_at       BIGINT,
    -- The last attempt to send it, and on which connection; null while there was none, or while nobody took it.
    attempted_at BIGINT,
    attempted_on VARCHAR(128),
    attempts     INTEGER NOT NULL,
    sent_at      BIGINT,
    replied_at   BIGINT,
    reply_code   INTEGER,
    reply_msg    TEXT,
    reply        TEXT,
    -- Which record brought the reply: what a crash interrupted is told again, a repeat is not.
    replied_by   VARCHAR(300)
);
CREATE UNIQUE INDEX command_order ON command (sn, version);
CREATE INDEX command_waiting ON command (sn, state, version);
CREATE INDEX command_due ON command (due_at);

-- The newest values given for each service of a device, and the newest that it confirmed with code 0.
CREATE TABLE desired (
    sn               VARCHAR(32) NOT NULL REFERENCES device ON DELETE CASCADE,
    service          VARCHAR(256) NOT NULL,
    version          BIGINT NOT NULL,
    body             TEXT NOT NULL,
    reported_version BIGINT NOT NULL,
    reported         TEXT,
    PRIMARY KEY (sn, service)
);
