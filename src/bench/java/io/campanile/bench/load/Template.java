package io.campanile.bench.load;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

/** A text that is sent many times with another {@link Mark} in it, ready as bytes. Immutable. */
public final class Template {

    private static final int TEXT_FRAME = 0x81;
    private static final int MASKED = 0x80;
    private static final int TWO_BYTE_LENGTH = 126;

    private final byte[] bytes;
    private final int markEnd;

    private Template(byte[] head, String text) {
        this.bytes = Unpooled.copiedBuffer(Unpooled.wrappedBuffer(head), Unpooled.copiedBuffer(text, UTF_8)).array();
        int mark = text.indexOf(Mark.BLANK);
        if (mark < 0) {
            throw new IllegalArgumentException("no " + Mark.BLANK + " in " + text);
        }
        this.markEnd = head.length + text.substring(0, mark).getBytes(UTF_8).length + Mark.BLANK.length();
    }

    /** @return the text as it is, for a protocol that frames it elsewhere */
    public static Template plain(String text) {
        return new Template(new byte[0], text);
    }

    /** @return the text as a frame of a WebSocket client; masked with zeros, which leaves the bytes as they are (RFC 6455, 5.3) */
    public static Template frame(String text) {
        return new Template(head(text.getBytes(UTF_8).length), text);
    }

    private static byte[] head(int length) {
        ByteBuf head = Unpooled.buffer().writeByte(TEXT_FRAME);
        if (length < TWO_BYTE_LENGTH) {
            head.writeByte(MASKED | length);
        } else {
            head.writeByte(MASKED | TWO_BYTE_LENGTH).writeShort(length);
        }
        head.writeInt(0);
        byte[] bytes = new byte[head.readableBytes()];
        head.readBytes(bytes);
        return bytes;
    }

    /** Appends it with that number. */
    void write(ByteBuf to, long number) {
        int begin = to.writerIndex();
        to.writeBytes(bytes);
        Mark.write(to, begin + markEnd, number);
    }

    int length() {
        return bytes.length;
    }
}
