package io.campanile.edge.websocket;

import io.campanile.domain.push.Attributes;
import io.campanile.domain.push.Condition;
import io.campanile.domain.push.Push;
import io.campanile.domain.push.PushOutcome;
import io.campanile.domain.push.PushTargets;
import io.campanile.domain.session.LiveConnection;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Pushes to the WebSocket connections of this node (PROTOCOL 8): the frame is encoded once, and each event loop walks
 * its own connections. A user is found without a look at the others.
 */
public final class WebSocketPushTargets implements PushTargets {

    private static final Predicate<LiveConnection> EACH = connection -> true;

    private final Hub hub;
    private final RoomConnections rooms;
    private final FrameCodec codec;

    public WebSocketPushTargets(Hub hub, RoomConnections rooms, FrameCodec codec) {
        this.hub = hub;
        this.rooms = rooms;
        this.codec = codec;
    }

    @Override
    public CompletionStage<PushOutcome> push(Push push) {
        return switch (push.target().kind()) {
            case USERS -> toUsers(push);
            case WHERE -> toWhere(push, push.target().where());
            case ALL -> along(hub.loops(), push, LoopConnections::all, EACH);
            case ROOM -> toThese(List.copyOf(rooms.in(push.target().room())), push, EACH);
        };
    }

    private CompletionStage<PushOutcome> toUsers(Push push) {
        List<Connection> connections = new ArrayList<>(1);
        push.target().users().forEach(user -> connections.addAll(hub.ofUser(user)));
        return toThese(connections, push, EACH);
    }

    private CompletionStage<PushOutcome> toWhere(Push push, Map<String, String> where) {
        Predicate<LiveConnection> matches = new Condition(where);
        String userId = where.get(Attributes.USER_ID);
        if (userId != null) {
            return toThese(List.copyOf(hub.ofUser(userId)), push, matches);
        }
        String clientId = where.get(Attributes.CLIENT_ID);
        return along(hub.loops(), push, clientId == null ? LoopConnections::all : loop -> loop.ofClient(clientId), matches);
    }

    /** The few connections of some users, one by one. */
    private CompletionStage<PushOutcome> toThese(List<Connection> connections, Push push, Predicate<LiveConnection> matches) {
        Buffer frame = frame(push);
        Sum sum = new Sum(connections.size());
        connections.forEach(connection -> hub.loopOf(connection).push(
                new LoopPush(loop -> List.of(connection), matches, frame, sum)));
        return sum.result;
    }

    private CompletionStage<PushOutcome> along(Collection<LoopConnections> present, Push push,
            Function<LoopConnections, Collection<Connection>> candidates, Predicate<LiveConnection> matches) {
        List<LoopConnections> loops = List.copyOf(present);
        Buffer frame = frame(push);
        Sum sum = new Sum(loops.size());
        loops.forEach(loop -> loop.push(new LoopPush(candidates, matches, frame, sum)));
        return sum.result;
    }

    /** Before any event loop has it: what cannot be encoded must not stop those that come after it. */
    private Buffer frame(Push push) {
        return codec.push(push);
    }

    /** What the event loops say, put together once all have. */
    private static final class Sum implements Consumer<PushOutcome> {

        private final CompletableFuture<PushOutcome> result = new CompletableFuture<>();
        private final AtomicInteger missing;
        private final AtomicReference<PushOutcome> sum = new AtomicReference<>(PushOutcome.NONE);

        private Sum(int parts) {
            missing = new AtomicInteger(parts);
            if (parts == 0) {
                result.complete(PushOutcome.NONE);
            }
        }

        @Override
        public void accept(PushOutcome part) {
            sum.accumulateAndGet(part, PushOutcome::plus);
            if (missing.decrementAndGet() == 0) {
                result.complete(sum.get());
            }
        }
    }
}
