package io.campanile.edge.websocket;

import io.campanile.domain.push.UserWatchers;
import io.campanile.domain.session.UserPresence;
import io.vertx.core.Context;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Those on this node who watch users, by event loop: a change is encoded once, and told once to each loop that has any. */
public final class PresenceWatchers implements UserWatchers {

    private final FrameCodec codec;
    private final DeviceWatchers devices;
    private final int most;
    private final WatchCount count = new WatchCount();
    private final Map<Context, LoopPresences> loops = new ConcurrentHashMap<>();

    /** @param most how many users one connection may watch */
    public PresenceWatchers(FrameCodec codec, DeviceWatchers devices, int most) {
        this.codec = codec;
        this.devices = devices;
        this.most = most;
    }

    @Override
    public boolean isWatched(String userId) {
        return count.isWatched(userId);
    }

    @Override
    public Set<String> watched() {
        return count.watched();
    }

    @Override
    public void presenceChanged(UserPresence presence) {
        SharedFrame frame = frame(presence);
        loops.forEach((loop, watchers) -> loop.runOnContext(v -> watchers.changed(presence, frame)));
    }

    SharedFrame frame(UserPresence presence) {
        return new SharedFrame(() -> codec.push("/push/presence", presence.summary()));
    }

    /** Who watches on the connection's event loop; to be called on it. */
    LoopPresences of(Connection connection) {
        return loops.computeIfAbsent(connection.loop(), loop -> new LoopPresences(devices.of(connection), most, count));
    }

    /** Forgets the connection, on its event loop. */
    public void closed(Connection connection) {
        LoopPresences loop = loops.get(connection.loop());
        if (loop != null) {
            loop.remove(connection);
        }
    }
}
