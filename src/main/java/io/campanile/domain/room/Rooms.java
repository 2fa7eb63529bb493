package io.campanile.domain.room;

import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * The lasting rooms. Joining and leaving is ordered with the numbering of the room's messages, so that a member gets exactly those
 * in between. Thread-safe; blocks on the database.
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

    /**
     * Makes the user a member; one who is stays so.
     *
     * @return the room then
     * @throws io.campanile.domain.CodedException 404 when there is no such room, or no such user
     */
    Room add(String roomId, String userId);

    /**
     * Ends the user's membership; who is no member stays none.
     *
     * @return the room then
     * @throws io.campanile.domain.CodedException 404 when there is no such room
     */
    Room remove(String roomId, String userId);

    /** A page of the members, by user id. @param after the last one of the page before; null for the first page */
    List<String> members(String roomId, String after, int limit);

    /** The last stay of the user; empty when they never were a member. */
    Optional<Stay> stay(String roomId, String userId);

    /** The rooms that the user is a member of, in no order. */
    List<String> roomsOf(String userId);
}
