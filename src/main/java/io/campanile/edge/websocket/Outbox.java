package io.campanile.edge.websocket;

import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.net.impl.ConnectionBase;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.Deque;

/**
 * What waits for one client. Frames are bounded in number and bytes; beside them waits at most one entry a device, which
 * becomes the newest frame of that device when it is its turn. What is written goes out at the end of the event loop's turn,
 * all of it in one system call: the busier the loop, the more there is of it. Belongs to the connection's event loop.
 */
final class Outbox {

    private final ServerWebSocket socket;
    private final ConnectionBase wire;
    private final Clock clock;
    private final WebSocketMetrics metrics;
    private final int maxFrames;
    private final long maxBytes;
    private final Deque<Buffer> frames = new ArrayDeque<>();
    private final Deque<Latest> states = new ArrayDeque<>();
    /** By {@link Latest#index}: what waits in {@link #states}, and what the client has the newest frame of. */
    private final BitSet waiting = new BitSet();
    private final BitSet current = new BitSet();
    private final Runnable flush = this::flush;
    private long bytes;
    private long takenAt;
    private int statesHeld;
    private boolean flushDue;

    /** @param wire what was upgraded to the socket */
    Outbox(ServerWebSocket socket, ConnectionBase wire, Clock clock, int maxFrames, long maxBytes, WebSocketMetrics metrics) {
        this.socket = socket;
        this.wire = wire;
        this.clock = clock;
        this.maxFrames = maxFrames;
        this.maxBytes = maxBytes;
        this.metrics = metrics;
        this.takenAt = clock.millis();
    }

    /** @return false when the client reads too slowly: nothing was queued, the connection has to end */
    boolean offer(Buffer frame) {
        if (writable() && frames.isEmpty()) {
            write(frame);
            return true;
        }
        if (frames.size() >= maxFrames || bytes + frame.length() > maxBytes) {
            return false;
        }
        frames.add(frame);
        bytes += frame.length();
        return true;
    }

    /** Sends the newest frame of the device when the client can take it, unless the client has it. */
    void offer(Latest latest) {
        if (current.get(latest.index) || waiting.get(latest.index)) {
            return;
        }
        waiting.set(latest.index);
        states.add(latest);
        drain();
    }

    /**
     * Sends this frame of the device in its turn; only while the answer to the subscription is not out is it the newest alone.
     *
     * @return false when the client reads too slowly
     */
    boolean offerEvery(Latest latest) {
        if (statesHeld > 0 || waiting.get(latest.index)) {
            offer(latest);
            return true;
        }
        current.set(latest.index);
        return offer(latest.frame());
    }

    /** The client learns the newest by other means, so no frame of it is due. */
    void known(Latest latest) {
        current.set(latest.index);
        if (waiting.get(latest.index)) {
            waiting.clear(latest.index);
            states.remove(latest);
        }
    }

    /** The device has a newer frame than the client was sent. */
    void outdated(Latest latest) {
        current.clear(latest.index);
    }

    /** Keeps states back until the answer that precedes them is out; to be paired with {@link #releaseStates()}. */
    void holdStates() {
        statesHeld++;
    }

    void releaseStates() {
        statesHeld--;
        drain();
    }

    /** Writes what the socket takes; to be called when it takes some again. */
    void drain() {
        while (writable() && !isEmpty()) {
            Buffer frame = frames.poll();
            if (frame != null) {
                bytes -= frame.length();
                write(frame);
            } else if (statesHeld == 0) {
                Latest latest = states.remove();
                waiting.clear(latest.index);
                current.set(latest.index);
                write(latest.frame());
            } else {
                return;
            }
        }
    }

    /** Whether a frame would be written at once. */
    boolean takesMore() {
        return writable() && frames.isEmpty();
    }

    boolean isEmpty() {
        return frames.isEmpty() && states.isEmpty();
    }

    /** Whether the client takes nothing at the moment. */
    boolean isBlocked() {
        return !socket.isClosed() && !writable();
    }

    /** For how long the client has taken nothing, ms; 0 when it would. What it was written last counts, though nothing waits here. */
    long stalledFor(long now) {
        return isBlocked() ? now - takenAt : 0;
    }

    /** May send what was written, and so lets the client take more, before it answers: to be asked before the queues are. */
    private boolean writable() {
        if (flushDue && wire.isNotWritable()) {
            flush();
        }
        return !socket.isClosed() && !wire.isNotWritable();
    }

    private void write(Buffer frame) {
        metrics.sent(frame.length());
        takenAt = clock.millis();
        // The public API has no text frame from bytes, and would encode a string again for every connection; it makes a promise
        // of every frame, which nobody here waits for; and it sends each by itself
        ChannelHandlerContext channel = wire.channelHandlerContext();
        channel.write(new TextWebSocketFrame(true, 0, frame.getByteBuf()), wire.voidPromise);
        if (!flushDue) {
            flushDue = true;
            channel.executor().execute(flush);
        }
    }

    private void flush() {
        flushDue = false;
        wire.channelHandlerContext().flush();
    }
}
