package io.campanile.bench.system;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Debian's nginx with its module nchan, a worker a core: a channel with a WebSocket to publish and one to subscribe. */
public record Nchan(Child process, int port) implements Subject {

    private static final Path MODULE = Path.of("/usr/lib/nginx/modules/ngx_nchan_module.so");
    private static final String PACKAGES = "nginx libnginx-mod-nchan";
    private static final Duration READY = Duration.ofSeconds(20);

    /** @throws NotInstalledException when it is not there */
    public static Nchan start(Path directory) throws IOException, InterruptedException {
        String nginx = Programs.require("nginx", PACKAGES);
        if (!Files.exists(MODULE)) {
            throw new NotInstalledException(MODULE + " is not there (apt-get install " + PACKAGES + ")");
        }
        int port = FreePorts.one();
        Path home = directory.toAbsolutePath();
        Path configuration = Files.writeString(home.resolve("nginx.conf"), configuration(home, port));
        Child process = Child.start("nchan", home.resolve("nginx.out"), Map.of(),
                List.of(nginx, "-p", home.toString(), "-e", home.resolve("error.log").toString(), "-c", configuration.toString()));
        Programs.awaitPort(process, port, READY);
        return new Nchan(process, port);
    }

    /** From the oldest message on: a subscription that its worker comes to only after the first push would miss it. */
    private static String configuration(Path home, int port) {
        return """
                load_module %2$s;
                daemon off;
                pid %1$s/nginx.pid;
                worker_processes %3$d;
                worker_rlimit_nofile 20000;
                events { worker_connections 15000; }
                http {
                  access_log off;
                  client_body_temp_path %1$s/body; proxy_temp_path %1$s/proxy; fastcgi_temp_path %1$s/fastcgi;
                  uwsgi_temp_path %1$s/uwsgi; scgi_temp_path %1$s/scgi;
                  nchan_shared_memory_size 256m;
                  server {
                    listen 127.0.0.1:%4$d backlog=4096;
                    location = /send { nchan_publisher websocket; nchan_channel_id bench; nchan_message_buffer_length 64; }
                    location = /receive { nchan_subscriber websocket; nchan_channel_id bench; nchan_subscriber_first_message oldest; }
                  }
                }
                """.formatted(home, MODULE, Runtime.getRuntime().availableProcessors(), port);
    }

    @Override
    public String name() {
        return "nchan";
    }
}
