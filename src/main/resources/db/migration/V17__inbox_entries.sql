-- An entry begins with the numbers that its row tells: messages seq to seq + count - 1 have the numbers inbox_seq to
-- inbox_seq + count - 1. One that goes on keeps its place in the index then. What it was before, the last numbers, is changed.
UPDATE inbox_entry SET inbox_seq = inbox_seq - count + 1, seq = seq - count + 1 WHERE count > 1;

-- The first number of the inbox's newest entry, which may go on; 0 when there is none.
ALTER TABLE inbox ADD COLUMN entry_seq BIGINT DEFAULT 0 NOT NULL;
