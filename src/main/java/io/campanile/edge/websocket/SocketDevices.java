package io.campanile.edge.websocket;

import io.campanile.domain.device.CommandQueues.Delivery;
import io.campanile.domain.device.DeviceSocketEvents;
import io.campanile.domain.device.DeviceSockets;
import io.campanile.domain.device.Presence;
import io.campanile.domain.device.PresenceEvent;
import io.campanile.domain.session.ConnectionRegistry;
import io.campanile.domain.session.ConnectionEntry;
import io.campanile.domain.session.LiveConnection;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The devices that are connected here by WebSocket: told to the presence flow as they come and go, by way of the
 * {@link ConnectionRegistry} that the {@link Hub} tells, and sent their commands. Thread-safe.
 */
public final class SocketDevices implements DeviceSockets, ConnectionRegistry {

    private final ConnectionRegistry registry;
    private final DeviceSocketEvents events;
    private final FrameCodec codec;
    private final String node;
    private final Clock clock;
    private final Map<String, Connection> bySn = new ConcurrentHashMap<>();

    /** @param registry told of everything that this is told */
    public SocketDevices(ConnectionRegistry registry, DeviceSocketEvents events, FrameCodec codec, String node, Clock clock) {
        this.registry = registry;
        this.events = events;
        this.codec = codec;
        this.node = node;
        this.clock = clock;
    }

    @Override
    public void opened(LiveConnection connection) {
        registry.opened(connection);
    }

    @Override
    public void authenticated(LiveConnection connection) {
        registry.authenticated(connection);
        if (connection.principal().isDevice()) {
            String sn = connection.principal().id();
            // Inside, so that the events of a device come in the order of its connections
            bySn.compute(sn, (id, older) -> {
                events.presence(new PresenceEvent(sn, connection.id(), true, clock.millis(), node));
                return (Connection) connection;
            });
        }
    }

    @Override
    public void closed(LiveConnection connection) {
        registry.closed(connection);
        if (connection.principal() != null && connection.principal().isDevice()) {
            String sn = connection.principal().id();
            bySn.compute(sn, (id, current) -> {
                events.presence(new PresenceEvent(sn, connection.id(), false, clock.millis(), node));
                return current == connection ? null : current;
            });
        }
    }

    @Override
    public List<ConnectionEntry> page(Owner owner, String after, int limit) {
        return registry.page(owner, after, limit);
    }

    @Override
    public Map<String, Set<String>> otherNodesOf(Collection<String> userIds) {
        return registry.otherNodesOf(userIds);
    }

    @Override
    public boolean isAlive(String of) {
        return registry.isAlive(of);
    }

    /** To be called before the first connection: those that this node held before it began anew are gone. */
    public void begin() {
        events.presence(new PresenceEvent(null, null, false, clock.millis(), node));
    }

    @Override
    public void send(Delivery delivery) {
        Connection connection = bySn.get(delivery.command().sn());
        if (connection != null && connection.id().equals(delivery.connectionId()) && delivery.command().expiresAt() > clock.millis()) {
            connection.send(codec.push("/push/device/command", delivery.command().payload()),
                    () -> events.confirmed(delivery.command().sn(), delivery.command().commandId()));
        }
    }

    /** A node may be taken for dead that is not; or the end of an older connection was told late. */
    @Override
    public void presenceChanged(Presence presence) {
        if (!presence.online()) {
            bySn.computeIfPresent(presence.sn(), (sn, connection) -> {
                if (!connection.isClosing() && presence.ts() >= connection.since()) {
                    events.presence(new PresenceEvent(sn, connection.id(), true, Math.max(clock.millis(), presence.ts()), node));
                }
                return connection;
            });
        }
    }
}
