-- What an installation confirms within a quarter of a second is one event. It is known by where it begins, so that the index does not change as it goes on.
DROP INDEX inbox_event_number;
CREATE INDEX inbox_event_number ON inbox_event (user_id, epoch, from_seq);
-- Where the newest event of what it confirmed begins, and since when, ms: a hint, there may be none.
ALTER TABLE inbox_cursor ADD COLUMN event_seq BIGINT DEFAULT 0 NOT NULL;
ALTER TABLE inbox_cursor ADD COLUMN event_since BIGINT DEFAULT 0 NOT NULL;
