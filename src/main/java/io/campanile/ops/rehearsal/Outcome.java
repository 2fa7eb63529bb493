package io.campanile.ops.rehearsal;

import java.util.List;

/**
 * What became of a record.
 *
 * @param effects what came out, in order: each way out that was taken, each call that was held back, each failure
 * @param path    the steps it went through
 * @param door    the address at which it came in; null when it was read from its topic
 */
record Outcome(List<Effect> effects, List<Step> path, String door) {

    /**
     * @param text where it goes and with what, so that two of them can be compared
     * @param line of the step in the flow's file; 0 when it is not known
     */
    record Effect(String text, int line) {
    }

    record Step(String id, int line) {
    }

    List<String> texts() {
        return effects.stream().map(Effect::text).toList();
    }
}
