package io.campanile.domain.call;

import io.campanile.domain.CodedException;
import java.util.Map;

/**
 * What somebody who starts a call asks for.
 *
 * @param deviceId  the device that is to call; whoever asks may let it
 * @param by        who asks: the device itself, or a user on its behalf
 * @param requestId by which a repeat is known; null when it did not say
 * @param timestamp as its sender gave it, ms; null when it did not
 */
public record CallRequest(String deviceId, CallTarget target, Party by, String requestId, Long timestamp) {

    private static final int LONGEST = 128;

    /** @throws CodedException 400 naming the field; for a timestamp that is too far off with {@code server_time} */
    public static CallRequest of(Map<String, Object> given, String deviceId, Party by, long now) {
        Object requestId = given.get("request_id");
        if (requestId != null && !(requestId instanceof String text && !text.isEmpty() && text.length() <= LONGEST && text.indexOf('\0') < 0)) {
            throw CodedException.invalid("request_id", "must be a string of 1 to " + LONGEST + " characters");
        }
        return new CallRequest(deviceId, CallTarget.of(given), by, (String) requestId, ReplayWindow.timestamp(given.get("timestamp"), now));
    }

    /** What a repeat of it has in common with it; null when it did not say by what it is known. */
    public String key() {
        return requestId == null ? null : by.kind() + "/" + by.id() + '/' + deviceId + '/' + (timestamp == null ? "" : timestamp) + '/' + requestId;
    }
}
