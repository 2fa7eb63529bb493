package io.campanile.bench.message;

import io.campanile.bench.system.Node;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the gateway says of its messages by its metrics: all that was numbered is to be accounted for, and no alarm raised. */
final class Accounts {

    private static final Pattern METRIC = Pattern.compile("(?m)^(messages_counted|messages_pending|conservation_imbalance)(?:\\{(?:state|flow)=\"([^\"]+)\",?})? (\\S+)$");
    private static final long POLL_MS = 500;

    private final Node node;
    private final Findings findings;

    Accounts(Node node, Findings findings) {
        this.node = node;
        this.findings = findings;
    }

    /** Looks at the alarm. While the gateway is away there is none. */
    void look() {
        try {
            Double imbalance = metrics().get("conservation_imbalance");
            if (imbalance != null && !imbalance.isNaN()) {
                findings.note("looks at the alarm");
                findings.require(imbalance == 0, Fault.ALARM, imbalance + " inboxes did not add up while messages were written");
            }
        } catch (IOException e) {
            findings.note("looks at the alarm that found the gateway away");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Waits until the count agrees with what was accepted.
     *
     * @param accepted each for one receiver, who has confirmed it
     */
    void close(long accepted, Duration patience) throws IOException, InterruptedException {
        long end = System.nanoTime() + patience.toNanos();
        Map<String, Double> counted = metrics();
        while (!agrees(counted, accepted) && System.nanoTime() < end) {
            TimeUnit.MILLISECONDS.sleep(POLL_MS);
            counted = metrics();
        }
        findings.require(agrees(counted, accepted), Fault.ALARM, accepted + " were accepted and confirmed, and counted are " + counted);
        System.out.println("counted: " + counted);
    }

    private static boolean agrees(Map<String, Double> counted, double accepted) {
        double accountedFor = counted.getOrDefault("delivered", 0.0) + counted.getOrDefault("messages_pending", 0.0) + counted.getOrDefault("expired", 0.0)
                + counted.getOrDefault("dead", 0.0) + counted.getOrDefault("withdrawn", 0.0);
        return counted.getOrDefault("conservation_imbalance", -1.0) == 0 && counted.getOrDefault("numbered", -1.0) == accepted
                && accountedFor == accepted && counted.get("delivered") == accepted;
    }

    private Map<String, Double> metrics() throws IOException, InterruptedException {
        Map<String, Double> metrics = new HashMap<>();
        Matcher line = METRIC.matcher(node.metrics());
        while (line.find()) {
            metrics.put(line.group(1).equals("messages_counted") ? line.group(2) : line.group(1), Double.valueOf(line.group(3)));
        }
        return metrics;
    }
}
