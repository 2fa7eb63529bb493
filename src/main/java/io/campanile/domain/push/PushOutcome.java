package io.campanile.domain.push;

import java.util.HashMap;
import java.util.Map;

/**
 * What became of a push, in connections.
 *
 * @param matched those it was meant for
 * @param sent    those whose socket, or the queue before it, took it
 * @param failed  the others, by the reason
 */
public record PushOutcome(int matched, int sent, Map<String, Integer> failed) {

    public static final PushOutcome NONE = new PushOutcome(0, 0, Map.of());

    /** Both together. */
    public PushOutcome plus(PushOutcome other) {
        if (failed.isEmpty() && other.failed.isEmpty()) {
            return new PushOutcome(matched + other.matched, sent + other.sent, Map.of());
        }
        Map<String, Integer> reasons = new HashMap<>(failed);
        other.failed.forEach((reason, count) -> reasons.merge(reason, count, Integer::sum));
        return new PushOutcome(matched + other.matched, sent + other.sent, reasons);
    }
}
