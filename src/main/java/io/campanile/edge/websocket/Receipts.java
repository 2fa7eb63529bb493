package io.campanile.edge.websocket;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ServerWebSocket;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Learns what the client's end of the connection has taken in, from the answer to a ping that follows it: frames arrive in
 * order, and a pong tells that the ping did (RFC 6455, 5.5.3; one may answer several pings). Belongs to the event loop.
 */
final class Receipts {

    private record Expected(long number, Runnable received) {
    }

    private final ServerWebSocket socket;
    private final Deque<Expected> expected = new ArrayDeque<>();
    private long last;
    private boolean due;

    Receipts(ServerWebSocket socket) {
        this.socket = socket;
    }

    /** Expects one for what was queued last. */
    void expect(Runnable received) {
        expected.add(new Expected(++last, received));
        due = true;
    }

    /** To be called when all that was queued is written. */
    void written() {
        if (due) {
            due = false;
            socket.writePing(Buffer.buffer(Long.BYTES).appendLong(last));
        }
    }

    void pong(Buffer payload) {
        if (payload.length() != Long.BYTES) {
            return;
        }
        long number = payload.getLong(0);
        while (!expected.isEmpty() && expected.peek().number() <= number && number <= last) {
            expected.remove().received().run();
        }
    }
}
