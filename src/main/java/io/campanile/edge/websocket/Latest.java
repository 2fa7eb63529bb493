package io.campanile.edge.websocket;

import io.vertx.core.buffer.Buffer;
import java.util.function.Supplier;

/**
 * The newest frame about one device, as one event loop knows it. A connection queues this instead of a frame, and so
 * never has a backlog of old ones (PROTOCOL 5). Belongs to its event loop.
 */
final class Latest {

    /** Counts from 0 on each event loop, so that a connection can keep what it knows as bits. */
    final int index;
    final String sn;
    final String type;
    private long version = Long.MIN_VALUE;
    private Object value;
    private Supplier<Buffer> frame;

    Latest(int index, String sn, String type) {
        this.index = index;
        this.sn = sn;
        this.type = type;
    }

    /** The version, or the time, of what is known. */
    long version() {
        return version;
    }

    /** What is known; null before the first. */
    Object value() {
        return value;
    }

    void replace(long newVersion, Object newValue, Supplier<Buffer> newFrame) {
        version = newVersion;
        value = newValue;
        frame = newFrame;
    }

    Buffer frame() {
        return frame.get();
    }
}
