package io.campanile.edge.websocket;

import io.campanile.domain.call.CallNotice;
import io.campanile.domain.call.CallNotice.Kind;
import io.campanile.domain.call.CallTransport;
import io.campanile.domain.call.RtcCredentials.Rtc;
import io.vertx.core.buffer.Buffer;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** Calls on the WebSockets of this node (PROTOCOL 5): {@code /push/call/incoming} and {@code /push/call/control}. */
public final class SocketCalls implements CallTransport {

    private static final String INCOMING = "/push/call/incoming";

    private final Hub hub;
    private final FrameCodec codec;

    public SocketCalls(Hub hub, FrameCodec codec) {
        this.hub = hub;
        this.codec = codec;
    }

    /** Lets a user's phone ring too that connects while a call rings. @param ringing asked on an event loop: must not block */
    public void onArrival(Function<String, List<Map<String, Object>>> ringing) {
        hub.onArrival(connection -> {
            if (!connection.principal().isDevice()) {
                ringing.apply(connection.principal().id()).forEach(incoming -> connection.send(codec.push(INCOMING, incoming)));
            }
        });
    }

    @Override
    public CompletionStage<?> tell(CallNotice notice, Rtc rtc) {
        Collection<Connection> connections = notice.to().isDevice() ? hub.ofDevice(notice.to().id()) : hub.ofUser(notice.to().id());
        if (!connections.isEmpty()) {
            Buffer frame = codec.push(notice.kind() == Kind.INCOMING ? INCOMING : "/push/call/control", notice.with(rtc));
            connections.forEach(connection -> connection.send(frame));
        }
        return CompletableFuture.completedFuture(null);
    }
}
