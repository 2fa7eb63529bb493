package io.campanile.domain.message;

import io.campanile.domain.CodedException;

/** The rooms that can be written to. Thread-safe; may block on the database. */
@FunctionalInterface
public interface Rooms {

    /** There are none. */
    Rooms NONE = (roomId, senderId) -> {
        throw CodedException.notFound("room");
    };

    /** @throws CodedException 404 when there is no such room, 403 when the sender may not write to it */
    void requireSender(String roomId, String senderId);
}
