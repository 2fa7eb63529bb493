package io.campanile.domain.message;

import io.campanile.domain.CodedException;

/** The rooms that can be written to. Thread-safe; may block on the database. */
public interface Rooms {

    /** There are none. */
    Rooms NONE = new Rooms() {
        @Override
        public void requireSender(String roomId, String senderId) {
            throw CodedException.notFound("room: " + roomId);
        }

        @Override
        public boolean isKept(String roomId) {
            return false;
        }

        @Override
        public boolean isLarge(String roomId, int members) {
            return false;
        }
    };

    /** @throws CodedException 404 when there is no such room, 403 when the sender may not write to it */
    void requireSender(String roomId, String senderId);

    /** Whether what is said in it is kept, and numbered; what is said in an ephemeral room is not. */
    boolean isKept(String roomId);

    /** Whether it has more members than that. */
    boolean isLarge(String roomId, int members);
}
