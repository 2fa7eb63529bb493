package io.campanile.domain.message;

/** What of a room's messages is for whom. Thread-safe; blocks on the database. */
@FunctionalInterface
public interface RoomStays {

    /**
     * @param userId null for who reads every room
     * @throws io.campanile.domain.CodedException 404 when there is no such room, 403 when the user never was a member
     */
    Window require(String userId, String roomId);
}
