package io.campanile.bench.run;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordingFile;

/** Where a gateway spent its time: a Java Flight Recording, told by threads and methods, the most sampled first. */
final class Profile {

    /** Recording begins when the gateway has started and the load is on. */
    private static final String DELAY = "10s";
    private static final Set<String> SAMPLES = Set.of("jdk.ExecutionSample", "jdk.NativeMethodSample");
    /** In these a thread waits for something to do. */
    private static final Set<String> WAITING = Set.of("wait", "poll", "epollWait", "epollWait0", "accept", "accept0", "park",
            "waitForProcessExit0");
    private static final int TOP = 15;

    private Profile() {
    }

    /** @return the option of the JVM that records into the file until it ends */
    static String option(Path file) {
        return "-XX:StartFlightRecording=settings=profile,dumponexit=true,delay=" + DELAY + ",filename=" + file;
    }

    static String of(Path file) throws IOException {
        Map<String, Integer> threads = new HashMap<>();
        Map<String, Integer> methods = new HashMap<>();
        try (RecordingFile recording = new RecordingFile(file)) {
            while (recording.hasMoreEvents()) {
                RecordedEvent event = recording.readEvent();
                if (SAMPLES.contains(event.getEventType().getName()) && isBusy(event)) {
                    threads.merge(event.getThread("sampledThread").getJavaName(), 1, Integer::sum);
                    methods.merge(name(event.getStackTrace().getFrames()), 1, Integer::sum);
                }
            }
        }
        return "threads\n" + top(threads) + "methods, with who called them\n" + top(methods);
    }

    private static boolean isBusy(RecordedEvent event) {
        return event.getStackTrace() != null && !event.getStackTrace().getFrames().isEmpty()
                && !WAITING.contains(event.getStackTrace().getFrames().get(0).getMethod().getName());
    }

    private static String name(List<RecordedFrame> frames) {
        return frames.stream().limit(2).map(frame -> frame.getMethod().getType().getName() + "." + frame.getMethod().getName())
                .collect(Collectors.joining(" < "));
    }

    private static String top(Map<String, Integer> samples) {
        double all = samples.values().stream().mapToInt(Integer::intValue).sum();
        return samples.entrySet().stream().sorted(Map.Entry.<String, Integer>comparingByValue().reversed()).limit(TOP)
                .map(entry -> String.format(Locale.ROOT, "  %5.1f %%  %s%n", entry.getValue() / all * 100, entry.getKey()))
                .collect(Collectors.joining());
    }
}
