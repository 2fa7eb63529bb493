package io.campanile.edge.websocket;

import io.vertx.core.buffer.Buffer;
import java.util.function.Supplier;

/** A push that is encoded when the first connection takes it, and then shared by all. Thread-safe: a race encodes it twice. */
final class SharedFrame implements Supplier<Buffer> {

    private final Supplier<Buffer> encode;
    private volatile Buffer frame;

    SharedFrame(Supplier<Buffer> encode) {
        this.encode = encode;
    }

    @Override
    public Buffer get() {
        Buffer known = frame;
        if (known == null) {
            known = encode.get();
            frame = known;
        }
        return known;
    }
}
