package io.campanile.edge.websocket;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;

/** A push that was encoded once, and lacks the numbers that it has in each inbox. Immutable. */
final class NumberedFrame {

    private final byte[] frame;
    private final int head;

    /** @param head how much of the frame comes before the numbers */
    NumberedFrame(byte[] frame, int head) {
        this.frame = frame;
        this.head = head;
    }

    Buffer with(long inboxSeq, long prev) {
        byte[] numbers = (",\"inbox_seq\":" + inboxSeq + ",\"prev\":" + prev).getBytes(StandardCharsets.ISO_8859_1);
        byte[] whole = new byte[frame.length + numbers.length];
        System.arraycopy(frame, 0, whole, 0, head);
        System.arraycopy(numbers, 0, whole, head, numbers.length);
        System.arraycopy(frame, head, whole, head + numbers.length, frame.length - head);
        return Buffer.buffer(whole);
    }
}
