package io.campanile.edge.websocket;

import io.campanile.domain.message.DeliveryTarget;
import io.campanile.domain.message.InboxMessage;
import java.util.Map;

/** A WebSocket connection as delivery sees it: pushes go out as fast as its client takes them, and no faster. */
final class SocketDelivery implements DeliveryTarget {

    private final Connection connection;
    private final FrameCodec codec;
    private final MessageFrames frames;

    SocketDelivery(Connection connection, FrameCodec codec, MessageFrames frames) {
        this.connection = connection;
        this.codec = codec;
        this.frames = frames;
    }

    @Override
    public void execute(Runnable work) {
        connection.execute(work);
    }

    /** Nothing may queue here behind a slow client that the inbox can hold as well. */
    @Override
    public boolean takesMore() {
        return !connection.isClosing() && connection.outbox().takesMore();
    }

    @Override
    public void push(InboxMessage message, long prev) {
        connection.send(frames.push(message, prev));
    }

    @Override
    public void reset(String epoch, long inboxSeq) {
        connection.send(codec.push("/push/inbox/reset", Map.of("epoch", epoch, "inbox_seq", inboxSeq)));
    }

    @Override
    public void unconfirmed() {
        connection.close(CloseCode.UNCONFIRMED);
    }
}
