package io.campanile.edge.websocket;

import io.campanile.domain.message.InboxMessage;
import io.campanile.flow.message.MessageJson;
import io.vertx.core.buffer.Buffer;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * Messages as they are pushed. One of a room goes to thousands of connections at about the same time: it is encoded once, but for its
 * numbers, and the last few hundred are kept. Thread-safe: a race encodes one twice.
 */
final class MessageFrames {

    private static final String SERVICE = "/push/message";
    /** A power of two. */
    private static final int KEPT = 512;
    /** Characters: what is longer takes its time to be sent, not to be encoded. */
    private static final int LONGEST = 4_096;

    private final FrameCodec codec;
    private final AtomicReferenceArray<Encoded> kept = new AtomicReferenceArray<>(KEPT);

    private record Encoded(String msgId, long seq, String epoch, NumberedFrame frame) {

        private boolean isOf(InboxMessage entry) {
            return seq == entry.seq() && msgId.equals(entry.message().msgId()) && epoch.equals(entry.epoch());
        }
    }

    MessageFrames(FrameCodec codec) {
        this.codec = codec;
    }

    /** @param prev the number pushed before it */
    Buffer push(InboxMessage entry, long prev) {
        return entry.message().roomId() == null || entry.message().content().length() > LONGEST
                ? codec.push(SERVICE, MessageJson.pushed(entry, prev)) : shared(entry).with(entry.inboxSeq(), prev);
    }

    private NumberedFrame shared(InboxMessage entry) {
        int place = (int) entry.seq() & KEPT - 1;
        Encoded encoded = kept.get(place);
        if (encoded == null || !encoded.isOf(entry)) {
            encoded = new Encoded(entry.message().msgId(), entry.seq(), entry.epoch(), codec.numbered(SERVICE, MessageJson.common(entry)));
            kept.set(place, encoded);
        }
        return encoded.frame();
    }
}
