package io.campanile;

import io.campanile.domain.session.LastSeen;
import io.campanile.domain.session.UserPresences;
import io.campanile.edge.websocket.DeviceWatchers;
import io.campanile.edge.websocket.FrameCodec;
import io.campanile.edge.websocket.Hub;
import io.campanile.edge.websocket.PresenceServices;
import io.campanile.edge.websocket.PresenceWatchers;
import io.campanile.flow.presence.PresenceAnnouncer;
import io.campanile.flow.presence.PresenceLooks;
import io.campanile.settings.Settings;
import io.campanile.store.redis.RedisConnectionRegistry;
import io.campanile.store.sql.SqlLastSeen;
import io.campanile.store.sql.SqlPresenceSubscriptions;
import java.time.Clock;
import java.time.Duration;
import org.apache.camel.CamelContext;

/** Wires who is there: the connections of all nodes, and who watches their users. */
final class Presences {

    final RedisConnectionRegistry connections;
    final UserPresences presences;
    private final Settings settings;
    private final Backends backends;
    private final Clock clock;
    private final PresenceAnnouncer announcer;
    private final Duration holdDown;

    Presences(Settings settings, Backends backends, Clock clock) {
        this.settings = settings;
        this.backends = backends;
        this.clock = clock;
        LastSeen lastSeen = new SqlLastSeen(backends.database());
        announcer = new PresenceAnnouncer(lastSeen, clock);
        holdDown = settings.duration("presence.hold-down");
        connections = new RedisConnectionRegistry(settings.get("redis.url"), settings.get("node.id"), holdDown, announcer, clock);
        presences = new UserPresences(connections.availability(), lastSeen);
    }

    /** Gives Camel what tells the watchers, and the edge what lets them watch. */
    PresenceServices services(CamelContext camel, Hub hub, DeviceWatchers devices, FrameCodec codec) throws Exception {
        int most = settings.number("presence.max-subscriptions");
        PresenceWatchers watchers = new PresenceWatchers(codec, devices, most);
        PresenceLooks looks = new PresenceLooks(watchers, presences, connections.availability(), holdDown);
        PresenceServices services = new PresenceServices(presences, watchers,
                new SqlPresenceSubscriptions(backends.database(), clock), most, looks::look);
        hub.onArrival(services::resume);
        hub.onDeparture(watchers::closed);
        camel.getRegistry().bind("presenceLooks", looks);
        camel.addService(looks);
        camel.addService(announcer);
        return services;
    }
}
