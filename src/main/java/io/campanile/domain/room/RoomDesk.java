package io.campanile.domain.room;

import io.campanile.domain.CodedException;
import io.campanile.domain.ErrorCode;
import io.campanile.domain.session.Access;
import io.campanile.domain.session.Operation;
import io.campanile.domain.session.Principal;
import io.campanile.domain.session.Reach;
import java.util.Collection;
import java.util.List;
import java.util.SortedSet;
import java.util.concurrent.CompletionStage;

/** What people do with rooms, each as far as they may (PROTOCOL 3 and 6). Thread-safe; blocks on the stores. */
public final class RoomDesk {

    private final Rooms rooms;
    private final EphemeralRooms ephemeral;
    private final RoomEntrance entrance;

    public RoomDesk(Rooms rooms, EphemeralRooms ephemeral, RoomEntrance entrance) {
        this.rooms = rooms;
        this.ephemeral = ephemeral;
        this.entrance = entrance;
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

    /** Who is a member of a lasting room, or whose connections are in an ephemeral one. @throws CodedException 403 for who is not, 404 */
    public List<String> members(Principal by, String roomId, String after, int limit) {
        if (rooms.find(roomId).isPresent()) {
            requireReader(by, roomId);
            return rooms.members(roomId, after, limit);
        }
        SortedSet<String> present = ephemeral.members(roomId);
        if (present.isEmpty()) {
            throw CodedException.notFound("room: " + roomId);
        }
        if (!present.contains(by.id())) {
            requireReader(by, roomId);
        }
        return present.stream().filter(member -> after == null || member.compareTo(after) > 0).limit(limit).toList();
    }

    /** @throws CodedException 403 for anybody but the owner, 404 */
    public CompletionStage<Room> add(Principal by, String roomId, String userId) {
        Room room = require(roomId);
        requireOwner(by, room, "add members");
        return enter(room, userId);
    }

    /** The owner removes anybody, everybody themselves. @throws CodedException 403, 404 */
    public CompletionStage<Room> remove(Principal by, String roomId, String userId) {
        Room room = require(roomId);
        if (!userId.equals(by.id())) {
            requireOwner(by, room, "remove members");
        }
        return entrance.ask(room, userId, false);
    }

    /** @throws CodedException 403 when the room is not open and the user no member, 404 */
    public CompletionStage<Room> join(Principal by, String roomId) {
        Room room = require(roomId);
        if (!room.open() && !room.ownerId().equals(by.id()) && !isMember(by, roomId) && !mayAll(by)) {
            throw new CodedException(ErrorCode.FORBIDDEN, "room_id: " + roomId + " is not open; its owner adds members");
        }
        return enter(room, by.id());
    }

    private CompletionStage<Room> enter(Room room, String userId) {
        rooms.requireUser(userId);
        return entrance.ask(room, userId, true);
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
