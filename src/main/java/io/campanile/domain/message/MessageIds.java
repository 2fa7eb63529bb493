package io.campanile.domain.message;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/**
 * Names messages (PROTOCOL 1): a repeat of a send with a {@code client_msg_id} gets the same name, whatever happened in between. A name
 * begins as the client's does, and clients' names most often begin with a time: so an index of them grows at its end, where one
 * that grows everywhere reads and writes a page for each (decision 0035).
 */
public final class MessageIds {

    /** Milliseconds since 1970 in decimals, or the time of a UUID of version 7. */
    private static final int BEGINNING = 13;
    /** Of 6 bits: 108 of them, so that nobody finds another one's name, and no two will meet. */
    private static final int DIGEST = 18;

    private MessageIds() {
    }

    /**
     * @param clientMsgId how its sender names it, never the same for two
     * @return up to 31 of {@code A-Z a-z 0-9 _ -}
     */
    public static String of(String senderId, String clientMsgId) {
        StringBuilder name = new StringBuilder(BEGINNING + DIGEST);
        for (int i = 0; i < Math.min(BEGINNING, clientMsgId.length()); i++) {
            char c = clientMsgId.charAt(i);
            name.append(c >= '0' && c <= '9' || c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z' || c == '-' ? c : '_');
        }
        return name.append(digest(senderId + ":" + clientMsgId), 0, DIGEST).toString();
    }

    private static String digest(String text) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
