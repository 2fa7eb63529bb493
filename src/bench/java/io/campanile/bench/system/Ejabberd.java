package io.campanile.bench.system;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Debian's ejabberd with its MQTT module, which keeps sessions in memory. Whoever comes is let in; bounds that drop are lifted. */
public record Ejabberd(Child process, int port) implements Subject {

    private static final Path LIBRARIES = Path.of("/usr/lib/x86_64-linux-gnu");
    private static final String PACKAGES = "ejabberd";
    private static final Duration READY = Duration.ofSeconds(30);

    /** @throws NotInstalledException when it is not there */
    public static Ejabberd start(Path directory) throws IOException, InterruptedException {
        Programs.require("ejabberdctl", PACKAGES);
        Path home = directory.toAbsolutePath();
        int port = FreePorts.one();
        Path configuration = Files.writeString(home.resolve("ejabberd.yml"), """
                hosts: [localhost]
                loglevel: warning
                auth_method: [anonymous]
                anonymous_protocol: login_anon
                allow_multiple_connections: true
                listen:
                  - port: %d
                    ip: "127.0.0.1"
                    module: mod_mqtt
                    backlog: 4096
                modules:
                  mod_mqtt:
                    max_queue: unlimited
                """.formatted(port));
        // As ejabberdctl does, but not as another user, nor as a node that other programs could reach
        Child process = Child.start("ejabberd", home.resolve("ejabberd.out"), Map.of("HOME", home.toString(),
                        "EJABBERD_CONFIG_PATH", configuration.toString(), "EJABBERD_LOG_PATH", home.resolve("ejabberd.log").toString(),
                        "ERL_LIBS", LIBRARIES.toString(), "ERL_CRASH_DUMP", home.resolve("crash.dump").toString()),
                List.of(Programs.require("erl", PACKAGES), "-noinput", "+K", "true", "+P", "250000",
                        "-mnesia", "dir", "\"" + home.resolve("database") + '"', "-s", "ejabberd"));
        Programs.awaitPort(process, port, READY);
        return new Ejabberd(process, port);
    }

    @Override
    public String name() {
        return "ejabberd";
    }
}
