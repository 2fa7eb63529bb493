package io.campanile.flow;

import io.campanile.domain.CodedException;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/** Ids of what clients ask for: of the same {@code request_id} the same, so that a repeat is known (PROTOCOL 1: 503). */
public final class RequestIds {

    private static final int LONGEST = 128;

    private RequestIds() {
    }

    /**
     * @param requestId as the client gave it; null for a new id
     * @param scope     within which a request_id means the same, such as the sender
     * @throws CodedException 400 when it is no string of 1 to 128 characters
     */
    public static String idOf(Object requestId, String scope) {
        if (requestId == null) {
            return UUID.randomUUID().toString();
        }
        if (requestId instanceof String text && !text.isEmpty() && text.length() <= LONGEST) {
            return UUID.nameUUIDFromBytes((scope + '/' + text).getBytes(StandardCharsets.UTF_8)).toString();
        }
        throw CodedException.invalid("request_id", "must be a string of 1 to " + LONGEST + " characters");
    }
}
