package io.campanile;

import io.campanile.domain.message.Participation;
import io.campanile.domain.push.PushTargets;
import io.campanile.domain.room.RoomAudience;
import io.campanile.domain.room.RoomDesk;
import io.campanile.domain.room.RoomReading;
import io.campanile.domain.room.Rooms;
import io.campanile.domain.session.Sessions;
import io.campanile.edge.rest.RestAnswers;
import io.campanile.edge.rest.RoomOperations;
import io.campanile.edge.rest.RoomRoutes;
import io.campanile.edge.websocket.Hub;
import io.campanile.edge.websocket.RoomConnections;
import io.campanile.edge.websocket.RoomServices;
import io.campanile.flow.room.RoomBroadcast;
import io.campanile.flow.room.RoomCatchUp;
import io.campanile.settings.Settings;
import io.campanile.store.redis.RedisEphemeralRooms;
import io.campanile.store.sql.SqlRooms;
import io.vertx.core.Vertx;
import java.time.Clock;
import org.apache.camel.CamelContext;

/** Wires rooms: those that last, and those that are there while somebody is in them. */
final class Gathering {

    final RoomConnections connections;
    final RoomReading reading;
    final RoomAudience audience;
    final Participation participation;
    private final Settings settings;
    private final Vertx vertx;
    private final Rooms rooms;
    private final RedisEphemeralRooms ephemeral;

    Gathering(Settings settings, Backends backends, Vertx vertx, Clock clock) {
        this.settings = settings;
        this.vertx = vertx;
        rooms = new SqlRooms(backends.database(), settings.has("auth.jwks-url"), clock);
        ephemeral = new RedisEphemeralRooms(backends.redis(), settings.get("node.id"));
        connections = new RoomConnections(ephemeral);
        reading = new RoomReading(rooms, ephemeral);
        audience = new RoomAudience(rooms, ephemeral);
        participation = new Participation(reading);
    }

    private RoomDesk desk(Messaging messaging) {
        return new RoomDesk(rooms, ephemeral, messaging.entrance());
    }

    /** @param targets the connections that are in ephemeral rooms here */
    void into(CamelContext camel, Messaging messaging, PushTargets targets, Hub hub) {
        hub.onDeparture(connection -> connections.closed(connection, vertx));
        RoomCatchUp members = new RoomCatchUp(messaging.inboxes, messaging.deliveries, messaging.workers, messaging.timers);
        camel.getRegistry().bind("roomBroadcast",
                new RoomBroadcast(camel, reading, settings.number("room.large"), targets, members::grown));
        vertx.setPeriodic(RedisEphemeralRooms.RENEWAL.toMillis(), timer -> vertx.executeBlocking(() -> {
            ephemeral.renew();
            return null;
        }, false));
    }

    RoomServices services(Messaging messaging) {
        return new RoomServices(desk(messaging), rooms, connections, audience);
    }

    RoomRoutes routes(Sessions sessions, RestAnswers answers, Messaging messaging) {
        return new RoomRoutes(sessions, answers, new RoomOperations(desk(messaging)));
    }
}
