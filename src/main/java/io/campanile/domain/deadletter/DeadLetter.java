package io.campanile.domain.deadletter;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * What could not be processed, with everything needed to see why and to send it again (PROTOCOL 11). Every database can
 * hold every letter: what comes from the message or from an exception is cut to its bound, and NUL and halves of
 * surrogate pairs, which no UTF-8 text may hold, are replaced by U+FFFD. The body is bytes, and stays as it came.
 *
 * @param id         see {@link DeadLetterId}
 * @param origin     the same for each letter about the same failure of the same record, so that a batch which is done again
 *                   after a crash makes no second letter; of what did not come from Kafka, the id
 * @param flow       the group of the route
 * @param cause      the fault as the sender of the message should read it
 * @param attempts   how often it was tried
 * @param source     the Kafka topic it was read from, or the end point
 * @param breadcrumb what ties together everything that came of one message, over its replays
 * @param replayOf   the letter whose replay failed and made this one; null for most
 * @param headers    name to value; a value that is no text is a data URI (RFC 2397)
 * @param truncated  whether the body is only the beginning of what came, because that was larger than any message may be
 * @param failedAt   ms
 * @param replayedAt ms; null until it was replayed
 */
public record DeadLetter(String id, String origin, String flow, String routeId, String cause, int attempts, String source,
        String breadcrumb, String replayOf, Map<String, String> headers, byte[] body, boolean truncated, long failedAt,
        Long replayedAt) {

    /** Characters. */
    public static final int LONGEST_ORIGIN = 64;
    private static final int LONGEST_NAME = 128;
    private static final int LONGEST_TEXT = 2_000;
    private static final char REPLACEMENT = '\uFFFD';

    public DeadLetter {
        flow = text(flow, LONGEST_NAME);
        routeId = text(routeId, LONGEST_NAME);
        cause = text(cause, LONGEST_TEXT);
        source = text(source, LONGEST_TEXT);
        breadcrumb = text(breadcrumb, LONGEST_NAME);
        Map<String, String> clean = new LinkedHashMap<>();
        headers.forEach((name, value) -> clean.put(text(name, Integer.MAX_VALUE), text(value, Integer.MAX_VALUE)));
        headers = clean;
        Objects.requireNonNull(body, "body");
    }

    private static String text(String given, int longest) {
        if (given == null) {
            return null;
        }
        StringBuilder text = new StringBuilder(given.length() <= longest ? given : given.substring(0, longest));
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isHighSurrogate(c) && i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1))) {
                i++;
            } else if (c == 0 || Character.isSurrogate(c)) {
                text.setCharAt(i, REPLACEMENT);
            }
        }
        return text.toString();
    }
}
