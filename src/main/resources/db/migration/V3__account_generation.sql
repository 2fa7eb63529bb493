-- Counts what ends an account's tokens, such as other roles; a token carries the count of when it was issued.
ALTER TABLE account ADD COLUMN generation BIGINT DEFAULT 0 NOT NULL;
