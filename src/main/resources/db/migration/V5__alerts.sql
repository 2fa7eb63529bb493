-- source is the version of the device's state behind the last change, version counts the changes: together they are in order.
ALTER TABLE alert ADD COLUMN source BIGINT DEFAULT 0 NOT NULL;
ALTER TABLE alert ADD COLUMN version BIGINT DEFAULT 1 NOT NULL;
ALTER TABLE alert ADD COLUMN acknowledged_at BIGINT;
CREATE INDEX alert_time ON alert (raised_at, alert_id);
CREATE INDEX alert_state ON alert (state, raised_at, alert_id);
CREATE INDEX alert_section ON alert (sn, section, raised_at);

-- What is to be done at a time, by whichever node is there. Who claims it moves due_at on; version fences who claimed it before.
CREATE TABLE due (
    kind     VARCHAR(32) NOT NULL,
    subject  VARCHAR(64) NOT NULL,
    step     VARCHAR(64) NOT NULL,
    due_at   BIGINT NOT NULL,
    attempts INTEGER NOT NULL,
    version  BIGINT NOT NULL,
    PRIMARY KEY (kind, subject)
);
CREATE INDEX due_time ON due (kind, due_at);
