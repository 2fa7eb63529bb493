package io.campanile.bench.load;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** A text frame of a WebSocket client that is sent many times with another {@link Mark} in it, ready as bytes. Immutable. */
public final class Template {

    private static final Pattern BLANKS = Pattern.compile("0{13}|0{10}");
    private static final int FINAL_TEXT = 0x81;
    private static final int MASKED = 0x80;
    private static final int TWO_BYTE_LENGTH = 126;

    private final byte[] text;
    private final List<Blank> blanks;

    /** Digits to be written over. */
    private record Blank(int begin, int end) {

        private static Blank of(MatchResult match) {
            return new Blank(match.start(), match.end());
        }

        private boolean isTime() {
            return end - begin > Mark.DIGITS;
        }
    }

    private Template(String text) {
        if (!text.contains(Mark.BLANK)) {
            throw new IllegalArgumentException("no " + Mark.BLANK + " in " + text);
        }
        this.text = text.getBytes(US_ASCII);
        this.blanks = BLANKS.matcher(text).results().map(Blank::of).toList();
    }

    /** @param text in ASCII, with {@code #0000000000} where the number is to be; ten zeros elsewhere become it too, and thirteen the time, ms */
    public static Template of(String text) {
        return new Template(text);
    }

    /** @return bytes of the text */
    int length() {
        return text.length;
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
        writeText(to, number);
    }

    /** Appends the text with that number, in no frame. */
    void writeText(ByteBuf to, long number) {
        int begin = to.writerIndex();
        to.writeBytes(text);
        for (Blank blank : blanks) {
            Mark.write(to, begin + blank.begin, begin + blank.end, blank.isTime() ? System.currentTimeMillis() : number);
        }
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
