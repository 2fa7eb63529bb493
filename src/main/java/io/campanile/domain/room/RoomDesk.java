package io.campanile.domain.room;

import io.campanile.domain.CodedException;
import io.campanile.domain.ErrorCode;
import io.campanile.domain.message.Inboxes;
import io.campanile.domain.session.Access;
import io.campanile.domain.session.Operation;
import io.campanile.domain.session.Principal;
import io.campanile.domain.session.Reach;
import java.util.Collection;
import java.util.List;

/** What people do with lasting rooms, each as far as they may (PROTOCOL 3 and 6). Thread-safe; blocks on the database. */
public final class RoomDesk {

    private final Rooms rooms;
    private final Inboxes inboxes;

    public RoomDesk(Rooms rooms, Inboxes inboxes) {
        this.rooms = rooms;
        this.inboxes = inboxes;
    }

    public Room create(Principal by, String roomId, String name, boolean open, Collection<String> members) {
        Access.require(by, Operation.USE_ROOMS);
        return rooms.create(roomId, name, by.id(), open, members);
    }

    /** @throws CodedException 403 for who is no member, 404 */
    public Room read(Principal by, String roomId) {
        Room room = require(roomId);
        requireReader(by, roomId);
        return room;
    }

    /** @throws CodedException 403 for who is no member, 404 */
    public List<String> members(Principal by, String roomId, String after, int limit) {
        require(roomId);
        requireReader(by, roomId);
        return rooms.members(roomId, after, limit);
    }

    /** @throws CodedException 403 for anybody but the owner, 404 */
    public Room add(Principal by, String roomId, String userId) {
        requireOwner(by, require(roomId), "add members");
        return enter(roomId, userId);
    }

    /** The owner removes anybody, everybody themselves. @throws CodedException 403, 404 */
    public Room remove(Principal by, String roomId, String userId) {
        Room room = require(roomId);
        if (!userId.equals(by.id())) {
            requireOwner(by, room, "remove members");
        }
        return rooms.remove(roomId, userId);
    }

    /** @throws CodedException 403 when the room is not open and the user no member, 404 */
    public Room join(Principal by, String roomId) {
        Room room = require(roomId);
        if (!room.open() && !room.ownerId().equals(by.id()) && !isMember(by, roomId) && !mayAll(by)) {
            throw new CodedException(ErrorCode.FORBIDDEN, "room_id: " + roomId + " is not open; its owner adds members");
        }
        return enter(roomId, by.id());
    }

    /** Who was here before first gets what was said until they left: a new stay begins with its own messages. */
    private Room enter(String roomId, String userId) {
        if (rooms.stay(roomId, userId).filter(stay -> !stay.lasts()).isPresent()) {
            inboxes.catchUp(roomId, List.of(userId));
        }
        return rooms.add(roomId, userId);
    }

    private void requireReader(Principal by, String roomId) {
        if (Access.require(by, Operation.READ_ROOMS) != Reach.ALL && !isMember(by, roomId)) {
            throw new CodedException(ErrorCode.FORBIDDEN, "room_id: you are no member of " + roomId);
        }
    }

    private boolean isMember(Principal by, String roomId) {
        return rooms.stay(roomId, by.id()).filter(Stay::lasts).isPresent();
    }

    private static boolean mayAll(Principal by) {
        return Access.reach(by, Operation.USE_ROOMS) == Reach.ALL;
    }

    private static void requireOwner(Principal by, Room room, String what) {
        if (!room.ownerId().equals(by.id()) && !mayAll(by)) {
            throw new CodedException(ErrorCode.FORBIDDEN, "only the owner of " + room.roomId() + " may " + what);
        }
    }

    private Room require(String roomId) {
        return rooms.find(roomId).orElseThrow(() -> CodedException.notFound("room: " + roomId));
    }
}
