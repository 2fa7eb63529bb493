package io.campanile.edge.websocket;

import io.campanile.domain.device.Alert;
import io.campanile.domain.device.CommandQueues.Answer;
import io.campanile.domain.device.CommandReply;
import io.campanile.domain.device.DeviceState;
import io.campanile.domain.device.Presence;
import io.campanile.domain.push.Watchers;
import io.vertx.core.Context;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** The watchers of this node, by event loop: a change is encoded once, and told once to each loop that has any. */
public final class DeviceWatchers implements Watchers {

    private final FrameCodec codec;
    private final Hub hub;
    private final boolean conflate;
    private final Map<Context, LoopWatchers> loops = new ConcurrentHashMap<>();

    /** @param conflate whether a slow watcher is spared the states that are not the newest any more */
    public DeviceWatchers(FrameCodec codec, Hub hub, boolean conflate) {
        this.codec = codec;
        this.hub = hub;
        this.conflate = conflate;
    }

    @Override
    public void stateChanged(DeviceState state) {
        SharedFrame frame = frame(state);
        tell(loop -> loop.state(state, frame));
    }

    @Override
    public void presenceChanged(Presence presence) {
        SharedFrame frame = new SharedFrame(() -> codec.push("/push/device/presence",
                Map.of("sn", presence.sn(), "online", presence.online(), "ts", presence.ts())));
        tell(loop -> loop.presence(presence, frame));
    }

    @Override
    public void alertChanged(Alert alert, String type) {
        SharedFrame frame = new SharedFrame(() -> codec.push("/push/device/alert", alert.fields()));
        tell(loop -> loop.alert(alert, type, frame));
    }

    @Override
    public void statusTold(String sn, String type, Map<String, Object> status) {
        SharedFrame frame = new SharedFrame(() -> codec.push("/push/device/status", Map.of("sn", sn, "status", status)));
        tell(loop -> loop.status(sn, type, frame));
    }

    @Override
    public void replied(Answer answer) {
        CommandReply reply = answer.reply();
        SharedFrame frame = new SharedFrame(() -> codec.push("/push/device/reply", Map.of("sn", answer.sn(),
                "command_id", reply.commandId(), "code", reply.code(), "msg", reply.msg(), "values", reply.values())));
        hub.ofUser(answer.givenBy()).forEach(connection -> connection.send(frame.get()));
        tell(loop -> loop.reply(answer, frame));
    }

    /** What watches on the connection's event loop; to be called on it. */
    LoopWatchers of(Connection connection) {
        return loops.computeIfAbsent(connection.loop(), loop -> new LoopWatchers(conflate));
    }

    SharedFrame frame(DeviceState state) {
        return new SharedFrame(() -> codec.push("/push/device/state", Map.of("sn", state.sn(), "type", state.type(),
                "state", state.fields(), "ts", state.ts(), "version", state.version())));
    }

    /** Forgets the connection, on its event loop. */
    void closed(Connection connection) {
        LoopWatchers loop = loops.get(connection.loop());
        if (loop != null) {
            loop.remove(connection);
        }
    }

    private void tell(Consumer<LoopWatchers> change) {
        BiConsumer<Context, LoopWatchers> onItsLoop = (loop, watchers) -> loop.runOnContext(v -> change.accept(watchers));
        loops.forEach(onItsLoop);
    }
}
