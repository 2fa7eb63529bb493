package io.campanile.domain.message;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.UUID;

/** Names messages (PROTOCOL 1): a repeat of a send with a {@code client_msg_id} gets the same name, whatever happened in between. */
public final class MessageIds {

    /** 128 bits, as a UUID has: no two will meet. */
    private static final int BYTES = 16;
    private static final int TIME_DIGITS = 12;

    private MessageIds() {
    }

    /** @param clientMsgId how its sender names it, never the same for two */
    public static String of(String senderId, String clientMsgId) {
        return digest(senderId + ":" + clientMsgId);
    }

    /**
     * For a message that its sender did not name: every call gives another one. They begin with the time, so that an index of them
     * grows at its end: one that grows everywhere writes a page for each.
     *
     * @param millis the time, ms
     */
    public static String at(long millis) {
        return HexFormat.of().toHexDigits(millis, TIME_DIGITS) + UUID.randomUUID().toString().replace("-", "").substring(TIME_DIGITS);
    }

    private static String digest(String text) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            byte[] name = new byte[BYTES];
            System.arraycopy(hash, 0, name, 0, BYTES);
            return Base64.getUrlEncoder().withoutPadding().encodeToString(name);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
