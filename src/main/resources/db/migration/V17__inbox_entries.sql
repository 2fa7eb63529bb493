-- Where the inbox's newest entry begins, which may go on: a hint, there may be none.
ALTER TABLE inbox ADD COLUMN entry_seq BIGINT DEFAULT 0 NOT NULL;

-- An entry is known by where it begins, no more by where it ends: messages seq to seq + count - 1 have the numbers inbox_seq to
-- inbox_seq + count - 1. One that goes on keeps its place in the index then. No node of an older version may run any more.
UPDATE inbox_entry SET inbox_seq = inbox_seq - count + 1, seq = seq - count + 1 WHERE count > 1;
