package io.campanile.edge.websocket;

import io.campanile.domain.call.CallNotice;
import io.campanile.domain.call.CallNotice.Kind;
import io.campanile.domain.call.CallTransport;
import io.campanile.domain.call.RtcCredentials.Rtc;
import io.vertx.core.buffer.Buffer;
import java.util.Collection;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Calls on the WebSockets of this node (PROTOCOL 5): {@code /push/call/incoming} and {@code /push/call/control}. */
public final class SocketCalls implements CallTransport {

    private final Hub hub;
    private final FrameCodec codec;

    public SocketCalls(Hub hub, FrameCodec codec) {
        this.hub = hub;
        this.codec = codec;
    }

    @Override
    public CompletionStage<?> tell(CallNotice notice, Rtc rtc) {
        Collection<Connection> connections = notice.to().isDevice() ? hub.ofDevice(notice.to().id()) : hub.ofUser(notice.to().id());
        if (!connections.isEmpty()) {
            Buffer frame = codec.push(notice.kind() == Kind.INCOMING ? "/push/call/incoming" : "/push/call/control", notice.with(rtc));
            connections.forEach(connection -> connection.send(frame));
        }
        return CompletableFuture.completedFuture(null);
    }
}
