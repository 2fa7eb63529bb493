-- ms by which the time of a message was before that of one with a smaller number, at most: pages by time look no farther. What
-- was said before this was known may be out of order by a minute.
ALTER TABLE conversation ADD COLUMN disorder BIGINT DEFAULT 0 NOT NULL;
UPDATE conversation SET disorder = 60000;
