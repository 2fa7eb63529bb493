package io.campanile.edge.websocket;

import io.campanile.domain.CodedException;
import io.campanile.domain.Ids;
import io.campanile.domain.push.PushTarget;
import io.campanile.domain.push.RoomMembers;
import io.campanile.domain.room.Room;
import io.campanile.domain.room.RoomDesk;
import io.campanile.domain.room.Rooms;
import io.vertx.core.Future;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/** Joining, leaving and looking at rooms (PROTOCOL 5 and 6). A room that does not exist is made by who joins it, and ends with who leaves it last. */
public final class RoomServices {

    private static final int DEFAULT_LIMIT = 50;
    private static final int LARGEST_LIMIT = 200;

    private final RoomDesk desk;
    private final Rooms lasting;
    private final RoomConnections ephemeral;
    private final RoomMembers members;

    /** @param members asked whether there is a room that a push is for */
    public RoomServices(RoomDesk desk, Rooms lasting, RoomConnections ephemeral, RoomMembers members) {
        this.desk = desk;
        this.lasting = lasting;
        this.ephemeral = ephemeral;
        this.members = members;
    }

    Future<?> join(Request request) {
        String roomId = Ids.require("room_id", request.text("room_id"));
        Connection connection = request.connection();
        return connection.executeBlocking(() -> lasting.find(roomId).isPresent()
                        ? members(connection, desk.join(connection.principal(), roomId))
                        : Future.succeededFuture(ephemeral.join(roomId, connection)))
                .compose(members -> members).map(members -> count(roomId, members));
    }

    Future<?> leave(Request request) {
        String roomId = Ids.require("room_id", request.text("room_id"));
        Connection connection = request.connection();
        return connection.executeBlocking(() -> ephemeral.isIn(roomId, connection)
                        ? Future.succeededFuture(ephemeral.leave(roomId, connection))
                        : members(connection, desk.remove(connection.principal(), roomId, connection.principal().id())))
                .compose(members -> members).map(members -> count(roomId, members));
    }

    private static Future<Integer> members(Connection connection, CompletionStage<Room> asked) {
        return Future.fromCompletionStage(asked, connection.loop()).map(Room::count);
    }

    Future<?> members(Request request) {
        String roomId = Ids.require("room_id", request.text("room_id"));
        String after = request.has("after") ? request.text("after") : null;
        int limit = limit(request.values().get("limit"));
        Connection connection = request.connection();
        return connection.executeBlocking(() -> {
            List<String> page = desk.members(connection.principal(), roomId, after, limit + 1);
            return Map.of("members", page.subList(0, Math.min(limit, page.size())), "has_more", page.size() > limit);
        });
    }

    /** A push, which may be for a room. */
    Future<RouteRequest> push(Request request) {
        RouteRequest route = new RouteRequest(request.values(), Map.of());
        String room = PushTarget.room(request.values());
        return room == null ? Future.succeededFuture(route) : request.connection().executeBlocking(() -> {
            members.require(room);
            return route;
        });
    }

    private static Map<String, Object> count(String roomId, int count) {
        return Map.of("room_id", roomId, "count", count);
    }

    private static int limit(Object given) {
        if (given == null) {
            return DEFAULT_LIMIT;
        }
        if (given instanceof Number number && number.longValue() >= 1) {
            return (int) Math.min(LARGEST_LIMIT, number.longValue());
        }
        throw CodedException.invalid("limit", "must be a whole number from 1");
    }
}
