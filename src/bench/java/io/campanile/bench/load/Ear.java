package io.campanile.bench.load;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;

/** What listens on one connection, on its event loop. */
interface Ear {

    /** What hears nothing. */
    Ear DEAF = (in, index, length) -> { };

    /** The connection can be used. */
    default void ready(Channel channel) {
    }

    /** A message; the bytes are the reader's, and only for now. */
    void heard(ByteBuf in, int index, int length);

    /** All that had come was told. */
    default void idle() {
    }
}
