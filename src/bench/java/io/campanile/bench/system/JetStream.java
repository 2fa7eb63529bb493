package io.campanile.bench.system;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Debian's NATS server with JetStream and a stream {@code messages} in files, which it syncs every two minutes. */
public record JetStream(Child process, int port) implements Subject {

    private static final String STREAM = "{\"name\":\"messages\",\"subjects\":[\"messages.>\"],\"storage\":\"file\",\"retention\":\"limits\"}";
    private static final Duration READY = Duration.ofSeconds(20);
    private static final int ANSWER_MS = 10_000;

    /** @throws NotInstalledException when it is not there */
    public static JetStream start(Path directory) throws IOException, InterruptedException {
        String server = Programs.require("nats-server", "nats-server");
        int port = FreePorts.one();
        Path home = directory.toAbsolutePath();
        Path configuration = Files.writeString(home.resolve("nats.conf"), """
                listen: 127.0.0.1:%d
                jetstream { store_dir: "%s" }
                """.formatted(port, home.resolve("store")));
        Child process = Child.start("NATS", home.resolve("nats.out"), Map.of(), List.of(server, "-c", configuration.toString()));
        Programs.awaitPort(process, port, READY);
        try {
            createStream(port);
        } catch (IOException | IllegalStateException e) {
            process.close();
            throw e;
        }
        return new JetStream(process, port);
    }

    private static void createStream(int port) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", port)) {
            socket.setSoTimeout(ANSWER_MS);
            BufferedReader lines = new BufferedReader(new InputStreamReader(socket.getInputStream(), US_ASCII));
            socket.getOutputStream().write(("CONNECT {\"verbose\":false}\r\nSUB made 1\r\nPUB $JS.API.STREAM.CREATE.messages made "
                    + STREAM.length() + "\r\n" + STREAM + "\r\n").getBytes(US_ASCII));
            String line = lines.readLine();
            while (line != null && !line.startsWith("MSG")) {
                line = lines.readLine();
            }
            String answer = line == null ? "nothing" : lines.readLine();
            if (!answer.contains("\"config\":")) {
                throw new IllegalStateException("JetStream makes no stream: " + answer);
            }
        }
    }

    @Override
    public String name() {
        return "NATS JetStream";
    }
}
