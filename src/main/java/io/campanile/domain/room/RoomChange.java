package io.campanile.domain.room;

/**
 * A join or a leave that was accepted: it is done in its turn among the messages of the room.
 *
 * @param changeId unique; the same change may come more than once
 * @param joins    whether the user becomes a member, or is none any more
 * @param node     where somebody waits for it to be done
 */
public record RoomChange(String changeId, String roomId, String userId, boolean joins, String node) {
}
