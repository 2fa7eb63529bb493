package io.campanile.domain.room;

import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * The lasting rooms. Joining and leaving is ordered with the room's messages, see {@link RoomEntrance}. Thread-safe; blocks on the
 * database.
 */
public interface Rooms {

    /**
     * Makes a room with its owner as a member.
     *
     * @param members others who are members from the beginning
     * @throws io.campanile.domain.CodedException 409 when the name is taken, 404 naming users that do not exist
     */
    Room create(String roomId, String name, String ownerId, boolean open, Collection<String> members);

    Optional<Room> find(String roomId);

    /** @throws io.campanile.domain.CodedException 404 when there is no such user, and members must have an account here */
    void requireUser(String userId);

    /** A page of the members, by user id. @param after the last one of the page before; null for the first page */
    List<String> members(String roomId, String after, int limit);

    /** The last stay of the user; empty when they never were a member. */
    Optional<Stay> stay(String roomId, String userId);

    /** All stays of the user, the oldest first; empty when they never were a member. Where they joined as they had left is one stay. */
    List<Stay> stays(String roomId, String userId);

    /** The rooms that the user is a member of, in no order. */
    List<String> roomsOf(String userId);
}
