-- A lasting room; its messages are the conversation r:<room_id>, its members those who take part in that.
CREATE TABLE room (
    room_id    VARCHAR(32) PRIMARY KEY,
    name       VARCHAR(200),
    owner_id   VARCHAR(32) NOT NULL,
    open       BOOLEAN NOT NULL,
    created_at BIGINT NOT NULL,
    -- How many take part now: counted here, for a room may have very many.
    members    INTEGER NOT NULL
);

-- Up to where the room's messages are in the member's inbox; the rest follows when a node that holds the member hears of it, or
-- when the member next connects. Null in a conversation of two, whose messages are in both inboxes at once.
ALTER TABLE participation ADD COLUMN appended_seq BIGINT;

CREATE INDEX participation_of ON participation (conversation_id, user_id);
