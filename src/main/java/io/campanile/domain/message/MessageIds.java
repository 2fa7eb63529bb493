package io.campanile.domain.message;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/** Names messages (PROTOCOL 1): a repeat of a send with a {@code client_msg_id} gets the same name, whatever happened in between. */
public final class MessageIds {

    /** 128 bits, as a UUID has: no two will meet. */
    private static final int BYTES = 16;

    private MessageIds() {
    }

    /** @param clientMsgId how its sender names it, never the same for two */
    public static String of(String senderId, String clientMsgId) {
        return digest(senderId + ":" + clientMsgId);
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
