package io.campanile.bench.run;

import com.fasterxml.jackson.databind.JsonNode;
import io.campanile.bench.load.Crowd;
import io.campanile.bench.load.Endpoint;
import io.campanile.bench.load.PresenceWatch;
import io.campanile.bench.system.Gateway;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/** Users who all come and go at once, and what those are told of it who watch them. To be driven by one thread. */
final class Attendance implements AutoCloseable {

    /** {@code presence.hold-down}, as shipped. */
    private static final Duration HOLD_DOWN = Duration.ofSeconds(2);
    private static final int PATIENCE_SECONDS = 60;
    private static final int PAGE = 200;
    private static final double MS = 1e6;

    private final Stage stage;
    private final Gateway gateway;
    private final List<String> tokens;
    private Crowd crowd;
    private PresenceWatch watch;
    private Duration longestBlink = Duration.ZERO;
    private long blinksTold;

    private Attendance(Stage stage, Gateway gateway, List<String> tokens) {
        this.stage = stage;
        this.gateway = gateway;
        this.tokens = tokens;
    }

    /**
     * All come, and are watched once they have: who was never there is nobody whom one could watch.
     *
     * @param tokens   of the users
     * @param watchers by how many each is watched
     */
    static Attendance open(Stage stage, Gateway gateway, List<String> users, List<String> tokens, int watchers) throws InterruptedException {
        Attendance attendance = new Attendance(stage, gateway, tokens);
        try {
            attendance.connect();
            attendance.watch = PresenceWatch.open(stage.generator(), new Endpoint(gateway.port("http.port"), "/ws?client_id=watcher-%d", gateway.token()),
                    users, watchers);
            attendance.watch.awaitAll(true, PATIENCE_SECONDS);
            return attendance;
        } catch (IllegalStateException e) {
            attendance.close();
            throw e;
        }
    }

    /** All come; from the beginning until every watcher knows. */
    Figures.Run come() throws IOException, InterruptedException {
        return told("come", true, this::connect);
    }

    /** All go; from the beginning until every watcher knows. */
    Figures.Run go() throws IOException, InterruptedException {
        return told("go", false, () -> crowd.close());
    }

    /** Both, one after the other. */
    void goAndCome() throws IOException, InterruptedException {
        go();
        come();
    }

    /** All go, and are back as soon as they can. */
    void blink() throws InterruptedException {
        long before = watch.arrived();
        long begun = System.nanoTime();
        crowd.close();
        connect();
        Duration took = Duration.ofNanos(System.nanoTime() - begun);
        TimeUnit.NANOSECONDS.sleep(HOLD_DOWN.multipliedBy(2).toNanos());
        watch.awaitAll(true, PATIENCE_SECONDS);
        longestBlink = longestBlink.compareTo(took) > 0 ? longestBlink : took;
        blinksTold += watch.arrived() - before;
    }

    /** Of breaks shorter than the hold-down nobody is told (PROTOCOL 7). */
    Check blinks() {
        String of = String.format(Locale.ROOT, "told of breaks of up to %.1f s", longestBlink.toMillis() / 1e3);
        return longestBlink.compareTo(HOLD_DOWN) < 0 ? Check.atMost(0, blinksTold, of) : Check.told(blinksTold, of);
    }

    private void connect() throws InterruptedException {
        crowd = Crowd.open(stage.generator(), number -> new Endpoint(gateway.port("http.port"), "/ws?client_id=phone", tokens.get(number)), tokens.size());
    }

    private interface Event {
        void happen() throws InterruptedException;
    }

    private Figures.Run told(String what, boolean there, Event event) throws IOException, InterruptedException {
        watch.begin();
        Moment from = Moment.now(gateway.process(), watch.arrived());
        event.happen();
        watch.awaitAll(there, PATIENCE_SECONDS);
        Moment to = Moment.now(gateway.process(), watch.arrived());
        crowd.requireWhole();
        requireOnline(there ? tokens.size() : 0);
        Histogram times = watch.latencies();
        double p50 = times.getValueAtPercentile(50) / MS;
        double p99 = times.getValueAtPercentile(99) / MS;
        stage.progress().step(String.format(Locale.ROOT, "all %s: everybody knows after %.2f s, p50 %s ms, p99 %s ms", what, from.seconds(to),
                Table.number(p50), Table.number(p99)));
        return new Figures.Run((to.arrived() - from.arrived()) / from.seconds(to), p50, p99, from.cores(to));
    }

    /** The pages of those who are online tell the same; the watchers are the admin's. */
    private void requireOnline(int expected) throws IOException, InterruptedException {
        int online = 0;
        String after = "";
        JsonNode page;
        do {
            page = gateway.get("/api/v1/users/online?limit=" + PAGE + after);
            for (JsonNode user : page.path("users")) {
                online += user.path("user_id").asText().equals("admin") ? 0 : 1;
                after = "&after=" + user.path("user_id").asText();
            }
        } while (page.path("has_more").asBoolean());
        if (online != expected) {
            throw new IllegalStateException(online + " users are online, and should be " + expected);
        }
    }

    @Override
    public void close() {
        if (watch != null) {
            watch.close();
        }
        if (crowd != null) {
            crowd.close();
        }
    }
}
