package io.campanile.ops.rehearsal;

import io.campanile.domain.CodedException;
import io.campanile.domain.ErrorCode;
import io.campanile.ops.guard.FlowCheck;
import io.campanile.ops.guard.FlowFile;
import io.campanile.ops.guard.Problem;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import org.apache.camel.CamelContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/**
 * Plays the last records of a flow through its present and through an edited version, and tells which of them would have
 * another outcome (CAPABILITIES 5.11). Nothing outside changes. Thread-safe; one at a time, since it takes a core.
 */
public final class Rehearsal {

    private static final Logger LOG = LoggerFactory.getLogger(Rehearsal.class);
    private static final int DIFFERENCES_TOLD = 200;
    /** A flow that takes longer is rehearsed with the records that were played by then. */
    private static final long PATIENCE_NANOS = 20_000_000_000L;
    private static final long RETRY_AFTER_MS = 5_000;

    private final CamelContext running;
    private final Properties settings;
    private final Supplier<Collection<FlowFile>> flows;
    private final FlowCheck check;
    private final Recording recording;
    private final Doubles doubles;
    private final Semaphore stage = new Semaphore(1);

    /**
     * @param running  where the flows run
     * @param settings what the placeholders of the flows stand for
     * @param flows    those that are there now
     */
    public Rehearsal(CamelContext running, Properties settings, Supplier<Collection<FlowFile>> flows, FlowCheck check,
                     Recording recording, Doubles doubles) {
        this.running = running;
        this.settings = settings;
        this.flows = flows;
        this.check = check;
        this.recording = recording;
        this.doubles = doubles;
    }

    /**
     * What differs (PROTOCOL 11).
     *
     * @param records     how many were played; fewer than asked for where there are not as many, or after 20 s
     * @param same        of how many the outcome stays
     * @param different   the others, oldest first; the first 200
     * @param differences how many they are in all
     */
    public record Result(int records, int same, List<Difference> different, int differences) {
    }

    /**
     * @param yaml    the edited version
     * @param records how many of the last ones to play
     * @throws CodedException 404 when there is no such flow; 400 when the edited version would not be let in, with all
     *     {@code problems}; 429 while another rehearsal runs; 503 when the records cannot be read
     */
    public Result rehearse(String flow, String yaml, int records) {
        Collection<FlowFile> others = flows.get();
        FlowFile present = others.stream().filter(file -> file.flow().equals(flow)).findFirst()
                .orElseThrow(() -> CodedException.notFound("flow " + flow));
        FlowFile edited = new FlowFile(present.name(), yaml);
        requireGood(check.check(edited, others));
        if (!stage.tryAcquire()) {
            throw new CodedException(ErrorCode.TOO_MANY, "another rehearsal is running: try again", Map.of("retry_after_ms", RETRY_AFTER_MS));
        }
        try {
            return rehearse(present, edited, records);
        } finally {
            stage.release();
        }
    }

    private Result rehearse(FlowFile present, FlowFile edited, int records) {
        long began = System.nanoTime();
        Result result;
        try (Stage now = stage(present); Stage then = stage(edited)) {
            Map<String, String> topics = now.sources().topics();
            List<Recorded> window = topics.isEmpty() ? List.of() : recording.last(topics.keySet(), records);
            result = play(window, now, then, topics);
        }
        LOG.info("rehearsed: {} with {} records, {} differ, {} ms", present.flow(), result.records(), result.differences(),
                (System.nanoTime() - began) / 1_000_000);
        return result;
    }

    /** @param topics each with the id of the route that reads it now */
    private static Result play(List<Recorded> window, Stage now, Stage then, Map<String, String> topics) {
        now.expect(window);
        then.expect(window);
        List<Difference> different = new ArrayList<>();
        int differences = 0;
        int played = 0;
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        try (MDC.MDCCloseable quiet = Quiet.begin()) {
            for (; played < window.size() && System.nanoTime() < deadline; played++) {
                Recorded record = window.get(played);
                Outcome present = now.play(record);
                Optional<Difference> difference = Comparison.of(record, present, then.play(record, present, topics.get(record.topic())));
                if (difference.isPresent() && ++differences <= DIFFERENCES_TOLD) {
                    different.add(difference.get());
                }
            }
        }
        return new Result(played, played - differences, different, differences);
    }

    private static void requireGood(List<Problem> problems) {
        if (!problems.isEmpty()) {
            Problem first = problems.get(0);
            throw new CodedException(ErrorCode.INVALID, "line " + first.line() + ": " + first.reason()
                    + (problems.size() > 1 ? " (and " + (problems.size() - 1) + " more)" : ""), Map.of("problems", problems));
        }
    }

    private Stage stage(FlowFile file) {
        return Stage.open(file, running.getRegistry(), settings, doubles);
    }
}
