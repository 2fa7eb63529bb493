package io.campanile.domain.message;

import java.util.List;

/** What of a room's messages is for whom. Thread-safe; blocks on the database. */
@FunctionalInterface
public interface RoomStays {

    /**
     * @param userId null for who reads every room
     * @return the parts of its messages that are for the user, each stay one, the oldest first
     * @throws io.campanile.domain.CodedException 404 when there is no such room, 403 when the user never was a member
     */
    List<Window> require(String userId, String roomId);
}
