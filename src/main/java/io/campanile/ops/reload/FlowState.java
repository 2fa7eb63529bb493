package io.campanile.ops.reload;

import io.campanile.ops.guard.FlowFile;
import io.campanile.ops.guard.Problem;
import java.util.List;

/**
 * What is known of one flow. Immutable.
 *
 * @param file         its name in the folder
 * @param running      null when it does not run
 * @param routes       the ids of the routes of the running text
 * @param error        why the file is not what runs; null when it is
 * @param refused      the text that the error is about; null when there is none
 * @param retryAt      when the same text is tried again, in ms since the epoch; 0: only once something changes
 * @param missingSince when the file was found to be gone, in ms since the epoch; 0: it is there
 */
public record FlowState(String file, FlowVersion running, List<String> routes, Problem error, String refused, long retryAt, long missingSince) {

    static FlowState unknown(String file) {
        return new FlowState(file, null, List.of(), null, null, 0, 0);
    }

    static FlowState running(String file, FlowVersion version) {
        FlowFile text = new FlowFile(file, version.text());
        return new FlowState(file, version, List.copyOf(Behaviour.of(text).routes().keySet()), null, null, 0, 0);
    }

    FlowState refused(String text, Problem problem, long again) {
        return new FlowState(file, running, routes, problem, text, again, 0);
    }

    FlowState agreeing() {
        return new FlowState(file, running, routes, null, null, 0, 0);
    }

    FlowState missing(long since, String reason) {
        return new FlowState(file, running, routes, new Problem(1, reason), null, 0, since);
    }

    FlowState stopped() {
        return new FlowState(file, null, List.of(), error, null, 0, missingSince);
    }

    /** The flow's name, which is its file's without the ending. */
    public String name() {
        return new FlowFile(file, "").flow();
    }

    /** What runs, as a file; null when nothing does. */
    FlowFile runningFile() {
        return running == null ? null : new FlowFile(file, running.text());
    }

    boolean isRunning(String text) {
        return running != null && running.text().equals(text);
    }
}
