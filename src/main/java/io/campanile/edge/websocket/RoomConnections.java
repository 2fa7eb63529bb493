package io.campanile.edge.websocket;

import io.campanile.domain.room.EphemeralRooms;
import io.vertx.core.Vertx;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Which connections of this node are in which ephemeral room (PROTOCOL 6); a connection that ends leaves all of them. Thread-safe. */
public final class RoomConnections {

    private static final Logger LOG = LoggerFactory.getLogger(RoomConnections.class);

    private final EphemeralRooms rooms;
    private final Map<String, Set<Connection>> byRoom = new ConcurrentHashMap<>();
    private final Map<Connection, Set<String>> byConnection = new ConcurrentHashMap<>();

    public RoomConnections(EphemeralRooms rooms) {
        this.rooms = rooms;
    }

    Collection<Connection> in(String roomId) {
        return byRoom.getOrDefault(roomId, Set.of());
    }

    boolean isIn(String roomId, Connection connection) {
        return in(roomId).contains(connection);
    }

    /** Blocks. @return how many connections are in the room on all nodes */
    int join(String roomId, Connection connection) {
        byConnection.computeIfAbsent(connection, joining -> ConcurrentHashMap.newKeySet()).add(roomId);
        byRoom.compute(roomId, (id, present) -> {
            Set<Connection> members = present == null ? ConcurrentHashMap.newKeySet() : present;
            members.add(connection);
            return members;
        });
        int count = rooms.join(roomId, connection.id(), connection.principal().id());
        if (connection.isClosing()) {
            leave(roomId, connection);
        }
        return count;
    }

    /** Blocks. @return how many connections are left in the room on all nodes */
    int leave(String roomId, Connection connection) {
        byRoom.computeIfPresent(roomId, (id, members) -> {
            members.remove(connection);
            return members.isEmpty() ? null : members;
        });
        Set<String> joined = byConnection.get(connection);
        if (joined != null) {
            joined.remove(roomId);
        }
        return rooms.leave(roomId, connection.id());
    }

    /** The connection is gone. On its event loop. */
    public void closed(Connection connection, Vertx vertx) {
        Set<String> joined = byConnection.remove(connection);
        if (joined != null) {
            vertx.executeBlocking(() -> {
                joined.forEach(room -> leave(room, connection));
                return joined.size();
            }, false).onFailure(e -> LOG.warn("{} stays counted in its rooms until their renewal: {}", connection.id(), e.getMessage()));
        }
    }
}
