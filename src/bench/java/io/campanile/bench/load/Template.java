package io.campanile.bench.load;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;

/** A text frame of a WebSocket client that is sent many times with another {@link Mark} in it, ready as bytes. Immutable. */
public final class Template {

    private static final int FINAL_TEXT = 0x81;
    private static final int MASKED = 0x80;
    private static final int TWO_BYTE_LENGTH = 126;

    private final byte[] text;
    private final int markEnd;

    private Template(String text) {
        int mark = text.indexOf(Mark.BLANK);
        if (mark < 0) {
            throw new IllegalArgumentException("no " + Mark.BLANK + " in " + text);
        }
        this.text = text.getBytes(UTF_8);
        this.markEnd = text.substring(0, mark).getBytes(UTF_8).length + Mark.BLANK.length();
    }

    /** @param text with {@code #0000000000} where the number is to be */
    public static Template of(String text) {
        return new Template(text);
    }

    /** @return a frame with that text */
    static ByteBuf unmarked(String text, ByteBufAllocator allocator) {
        byte[] bytes = text.getBytes(UTF_8);
        ByteBuf frame = allocator.buffer();
        writeHead(frame, bytes.length);
        return frame.writeBytes(bytes);
    }

    /** Appends a frame with that number. */
    void write(ByteBuf to, long number) {
        writeHead(to, text.length);
        int begin = to.writerIndex();
        to.writeBytes(text);
        Mark.write(to, begin + markEnd, number);
    }

    /** Masked with zeros, which leaves the bytes as they are (RFC 6455, 5.3). */
    private static void writeHead(ByteBuf frame, int length) {
        frame.writeByte(FINAL_TEXT);
        if (length < TWO_BYTE_LENGTH) {
            frame.writeByte(MASKED | length);
        } else {
            frame.writeByte(MASKED | TWO_BYTE_LENGTH).writeShort(length);
        }
        frame.writeInt(0);
    }
}
