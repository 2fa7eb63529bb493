package io.campanile.bench.system;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Debian's Mosquitto, keeping what it can: it saves from time to time, and has no journal. Bounds that drop are lifted. */
public record Mosquitto(Child process, int port) implements Subject {

    private static final Duration READY = Duration.ofSeconds(20);

    /** @throws NotInstalledException when it is not there */
    public static Mosquitto start(Path directory) throws IOException, InterruptedException {
        String mosquitto = Programs.require("mosquitto", "mosquitto");
        int port = FreePorts.one();
        Path configuration = Files.writeString(directory.resolve("mosquitto.conf"), """
                listener %d 127.0.0.1
                allow_anonymous true
                user root
                persistence true
                persistence_location %s/
                max_queued_messages 0
                max_inflight_messages 0
                """.formatted(port, directory.toAbsolutePath()));
        Child process = Child.start("Mosquitto", directory.resolve("mosquitto.out"), Map.of(),
                List.of(mosquitto, "-c", configuration.toString()));
        Programs.awaitPort(process, port, READY);
        return new Mosquitto(process, port);
    }

    @Override
    public String name() {
        return "Mosquitto";
    }
}
