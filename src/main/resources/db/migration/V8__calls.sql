-- Calls: whoever lets something happen to one holds its row in call_session. Its events are the call; state, end_reason and
-- ended_at only say again what they say, for those who look for calls.
CREATE TABLE call_session (
    call_id         VARCHAR(32) PRIMARY KEY,
    device_id       VARCHAR(32) NOT NULL,
    started_by_kind VARCHAR(8) NOT NULL,
    started_by      VARCHAR(32) NOT NULL,
    request_id      VARCHAR(128),
    created_at      BIGINT NOT NULL,
    ring_until      BIGINT NOT NULL,
    state           VARCHAR(16) NOT NULL,
    end_reason      VARCHAR(16),
    ended_at        BIGINT
);
CREATE INDEX call_session_time ON call_session (created_at, call_id);
CREATE INDEX call_session_device ON call_session (device_id, created_at);
CREATE INDEX call_session_ended ON call_session (ended_at);

-- Whom a call calls; busy: who was in another one when it began, and so is not rung.
CREATE TABLE call_party (
    call_id VARCHAR(32) NOT NULL REFERENCES call_session ON DELETE CASCADE,
    user_id VARCHAR(32) NOT NULL,
    busy    BOOLEAN NOT NULL,
    PRIMARY KEY (call_id, user_id)
);
CREATE INDEX call_party_user ON call_party (user_id, call_id);

-- Only ever added to. sent_at is the sender's own time, by which a repeat is known.
CREATE TABLE call_event (
    call_id     VARCHAR(32) NOT NULL REFERENCES call_session ON DELETE CASCADE,
    seq         INTEGER NOT NULL,
    at          BIGINT NOT NULL,
    side        VARCHAR(8) NOT NULL,
    action      VARCHAR(16) NOT NULL,
    said_by     VARCHAR(32),
    resident_id VARCHAR(32),
    sent_at     BIGINT,
    reason      VARCHAR(256),
    move        VARCHAR(16) NOT NULL,
    state       VARCHAR(16) NOT NULL,
    PRIMARY KEY (call_id, seq)
);

-- Events that are on their way to those whom they concern; one that stays here was not told by the node that was to.
CREATE TABLE call_untold (
    call_id VARCHAR(32) NOT NULL,
    seq     INTEGER NOT NULL,
    at      BIGINT NOT NULL,
    PRIMARY KEY (call_id, seq)
);
CREATE INDEX call_untold_time ON call_untold (at);

-- One call of a device to the same residents at a time.
CREATE TABLE call_live (
    device_id VARCHAR(32) NOT NULL,
    targets   VARCHAR(64) NOT NULL,
    call_id   VARCHAR(32) NOT NULL,
    PRIMARY KEY (device_id, targets)
);

-- One connected call of a resident at a time.
CREATE TABLE call_busy (
    user_id VARCHAR(32) PRIMARY KEY,
    call_id VARCHAR(32) NOT NULL
);

-- By which repeats of a request are known, for a while.
CREATE TABLE call_request (
    request_key VARCHAR(64) PRIMARY KEY,
    call_id     VARCHAR(32) NOT NULL,
    asked_at    BIGINT NOT NULL
);
CREATE INDEX call_request_time ON call_request (asked_at);
