package io.campanile.domain.room;

import java.util.concurrent.CompletionStage;

/** Brings users into rooms and out of them, in the order of the rooms' messages. Thread-safe; never blocks. */
@FunctionalInterface
public interface RoomEntrance {

    /**
     * Asks for a join or a leave. Who is a member stays one, and who is none stays none.
     *
     * @return the room once it is done: what was accepted before counts as said before; failed with a
     *         {@link io.campanile.domain.CodedException} 503 when that takes too long, and then it may be done or not: try again
     */
    CompletionStage<Room> ask(Room room, String userId, boolean joins);
}
