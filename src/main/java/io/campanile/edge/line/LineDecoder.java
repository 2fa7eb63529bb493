package io.campanile.edge.line;

import io.campanile.domain.CodedException;
import io.campanile.domain.ErrorCode;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * Cuts what comes from a client into lines (PROTOCOL 10): {@code \n} or {@code \r\n}, strict UTF-8. It keeps one line and
 * what was read with it, nothing while it waits for a new one. Belongs to one connection's event loop.
 */
final class LineDecoder {

    private static final byte LF = '\n';
    private static final byte CR = '\r';
    /** How much of a line that is too long is passed over, as a multiple of the longest. */
    private static final int PATIENCE = 16;

    private final int maxLine;
    private ByteBuf pending = Unpooled.EMPTY_BUFFER;
    /** How many of the pending bytes hold no end of a line. */
    private int scanned;
    private boolean skipping;
    private long skipped;

    /** @param maxLine bytes, without the end */
    LineDecoder(int maxLine) {
        this.maxLine = maxLine;
    }

    void feed(ByteBuf chunk) {
        if (!pending.isReadable()) {
            pending = Unpooled.buffer(chunk.readableBytes());
        }
        pending.discardSomeReadBytes();
        pending.writeBytes(chunk);
    }

    /** Whether its client sends a line that is so long that nothing good will come. */
    boolean isHopeless() {
        return skipped > (long) maxLine * PATIENCE;
    }

    /**
     * @return the next line, without its end; null while the rest of it has yet to come
     * @throws CodedException 413 for a line that is too long, once; its rest is passed over. 400 for one that is not UTF-8
     */
    String next() {
        while (pending.isReadable()) {
            int end = pending.indexOf(pending.readerIndex() + scanned, pending.writerIndex(), LF);
            if (end < 0) {
                return unfinished();
            }
            ByteBuf line = pending.readSlice(end - pending.readerIndex());
            pending.skipBytes(1);
            scanned = 0;
            if (skipping) {
                skipping = false;
                skipped = 0;
            } else {
                return text(line);
            }
        }
        pending = Unpooled.EMPTY_BUFFER;
        return null;
    }

    private String unfinished() {
        scanned = pending.readableBytes();
        // One more may be the CR of its end
        boolean tooLong = !skipping && scanned > maxLine + 1;
        if (skipping || tooLong) {
            skipping = true;
            skipped += scanned;
            pending = Unpooled.EMPTY_BUFFER;
            scanned = 0;
        }
        if (tooLong) {
            throw tooLong();
        }
        return null;
    }

    private String text(ByteBuf line) {
        int length = line.readableBytes();
        if (length > 0 && line.getByte(length - 1) == CR) {
            length--;
        }
        if (length > maxLine) {
            throw tooLong();
        }
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(line.nioBuffer(0, length)).toString();
        } catch (CharacterCodingException e) {
            throw Commands.INVALID_PROTOCOL;
        }
    }

    private CodedException tooLong() {
        return new CodedException(ErrorCode.TOO_LARGE, "a line is at most " + maxLine + " bytes");
    }
}
