package io.campanile.bench.system;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Socket.IO on Node, one process, as its guide begins. Installed by npm, once, below {@code target}. */
public record SocketIo(Child process, int port) implements Subject {

    private static final String VERSION = "4.8.1";
    private static final Path HOME = Path.of("target", "bench", "socket.io").toAbsolutePath();
    private static final Path PROGRAM = Path.of("src", "bench", "js", "socket-io-peer.js").toAbsolutePath();
    private static final long INSTALL_MINUTES = 3;
    private static final Duration READY = Duration.ofSeconds(20);

    /** @throws NotInstalledException when Node is not there, or npm cannot install it */
    public static SocketIo start(Path directory) throws IOException, InterruptedException {
        Programs.require("node", "nodejs");
        Programs.require("npm", "npm");
        if (!Files.isDirectory(HOME.resolve("node_modules/socket.io"))) {
            install();
        }
        int port = FreePorts.one();
        Child process = Child.start("Socket.IO", directory.resolve("socket.io.out"),
                Map.of("NODE_PATH", HOME.resolve("node_modules").toString(), "NODE_ENV", "production"),
                List.of("node", PROGRAM.toString(), String.valueOf(port)));
        Programs.awaitPort(process, port, READY);
        return new SocketIo(process, port);
    }

    private static void install() throws IOException, InterruptedException {
        Files.createDirectories(HOME);
        Process npm = new ProcessBuilder("npm", "install", "--prefix", HOME.toString(), "--no-audit", "--no-fund",
                "socket.io@" + VERSION).redirectErrorStream(true).redirectOutput(HOME.resolve("npm.out").toFile()).start();
        if (!npm.waitFor(INSTALL_MINUTES, TimeUnit.MINUTES) || npm.exitValue() != 0) {
            npm.destroy();
            throw new NotInstalledException("npm could not install socket.io, see " + HOME.resolve("npm.out"));
        }
    }

    @Override
    public String name() {
        return "Socket.IO";
    }
}
