package io.campanile.ops.reload;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A text of a flow that ran, or runs.
 *
 * @param at   when it was taken in, in ms since the epoch
 * @param of   when this text was first taken in; earlier than {@code at} after a rollback
 * @param by   who wrote it: the owner of the file, or the user who rolled back
 * @param text the whole file
 */
public record FlowVersion(long at, long of, String by, String text) {

    private static final int SHORT = 12;

    /** The same for the same text, on every node. */
    public String id() {
        return id(text);
    }

    static String id(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest).substring(0, SHORT);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
