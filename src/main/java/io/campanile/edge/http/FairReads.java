package io.campanile.edge.http;

import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.ChannelConfig;
import io.netty.channel.MaxMessagesRecvByteBufAllocator;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.net.impl.ConnectionBase;

/**
 * Bounds what is read from a connection before the others on its event loop have their turn. Netty as it is takes up to 16 times
 * 64 KB from one that sends without a pause, and all of that is decoded while the others wait.
 */
final class FairReads {

    /** Bytes. A frame of the largest size is then four reads. */
    static final int AT_MOST = 16 * 1024;
    private static final int LEAST = 64;
    private static final int AT_FIRST = 2 * 1024;

    private FairReads() {
    }

    /** To be called when the connection has been accepted, on its event loop. */
    static void limit(HttpConnection http) {
        limit(((ConnectionBase) http).channel().config());
    }

    static void limit(ChannelConfig config) {
        // Behind TLS it has been read from already, and keeps the allocator that it began with
        if (config.getRecvByteBufAllocator() instanceof MaxMessagesRecvByteBufAllocator begun) {
            begun.maxMessagesPerRead(1);
        }
        config.setRecvByteBufAllocator(new AdaptiveRecvByteBufAllocator(LEAST, AT_FIRST, AT_MOST).maxMessagesPerRead(1));
    }
}
