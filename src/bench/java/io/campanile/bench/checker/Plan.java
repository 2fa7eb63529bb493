package io.campanile.bench.checker;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * What a run is to do.
 *
 * @param rest     the nodes, such as {@code http://127.0.0.1:8080}
 * @param mqtt     the broker, such as {@code tcp://127.0.0.1:1883}
 * @param devices  how many devices send
 * @param window   how many reports of a device may be unconfirmed
 * @param watchers how many watch; every other one watches all devices, the rest one type each
 * @param duration for how long new reports are sent
 * @param settle   how long confirmations, watchers and histories may each lag behind after that
 * @param readBack how long reading everything back may take
 * @param late     how long a report may take to a watcher
 * @param rate     reports a second of all devices together; 0: as fast as they are confirmed
 * @param log      a directory that does not hold a log yet
 */
record Plan(List<URI> rest, URI mqtt, String user, String password, int devices, int window, int watchers,
            Duration duration, Duration settle, Duration readBack, Duration late, int rate, Path log) {

    /** The device types that Campanile ships with. */
    static final List<String> TYPES = List.of("retail", "dance_robot", "dance_dog", "rubbish");

    static final Duration NEVER_LATE = Duration.ofDays(1);

    static Duration late(Arguments arguments) {
        return arguments.duration("late", NEVER_LATE.toSeconds() + "s");
    }

    static Plan of(Arguments arguments) {
        return new Plan(arguments.list("rest").stream().map(URI::create).toList(),
                URI.create(arguments.get("mqtt")), arguments.get("user", "admin"),
                arguments.get("password", System.getenv().getOrDefault("AUTH_ADMIN_PASSWORD", "")),
                arguments.number("devices", 200), arguments.number("window", 4), arguments.number("watchers", 4),
                arguments.duration("duration", "120s"), arguments.duration("settle", "60s"),
                arguments.duration("readback", "10m"), late(arguments), arguments.number("rate", 0), Path.of(arguments.get("log")));
    }

    /** Of each device; 0: as fast as they are confirmed. */
    double reportsPerSecond() {
        return (double) rate / devices;
    }

    /** The device with this index of the run that this prefix names. */
    Entry.Device device(String run, int index) {
        return new Entry.Device(run + "-" + index, TYPES.get(index % TYPES.size()));
    }

    /** The watcher with this index: w1 all, w2 the first type, w3 all, w4 the second type … */
    Entry.Watching watching(int index) {
        return new Entry.Watching("w" + (index + 1),
                index % 2 == 0 ? Entry.Watching.ALL : TYPES.get(index / 2 % TYPES.size()));
    }
}
