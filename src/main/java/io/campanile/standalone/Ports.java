package io.campanile.standalone;

import io.campanile.settings.SettingException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/** Loopback ports for the embedded parts. Thread-safe. */
final class Ports {

    /** Below those that Linux gives to outgoing connections: one of them could take a port before its server has it. */
    private static final int LOWEST = 20_000;
    private static final int BEYOND = 32_000;
    private static final int ATTEMPTS = 1_000;
    /** In turn: parts that start side by side and have not bound theirs yet would now and then draw the same by lot. */
    private static final AtomicInteger TURN = new AtomicInteger(ThreadLocalRandom.current().nextInt(BEYOND - LOWEST));

    private Ports() {
    }

    /**
     * The port itself when it is fixed, else a free one.
     *
     * @param setting names the setting of a fixed port in the error
     * @throws SettingException when a fixed port is in use
     */
    static int claim(String setting, int port) {
        if (port == 0) {
            return IntStream.generate(Ports::next).limit(ATTEMPTS).filter(Ports::isFree).findFirst()
                    .orElseThrow(() -> new SettingException("no free port between " + LOWEST + " and " + BEYOND + ": set " + setting));
        }
        if (!isFree(port)) {
            throw new SettingException("port " + port + " is in use: stop what listens there or set " + setting);
        }
        return port;
    }

    private static int next() {
        return LOWEST + Math.floorMod(TURN.getAndIncrement(), BEYOND - LOWEST);
    }

    /**
     * Starts child processes while no port is being tried. Until it runs its own program a child holds all its parent's sockets: one
     * that only tried a port would stay open there, and the server that is to have the port would not get it.
     */
    static synchronized <T> T spawn(Spawning<T> children) throws IOException {
        return children.start();
    }

    /** What starts them. */
    interface Spawning<T> {
        T start() throws IOException;
    }

    private static synchronized boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            // As the servers do: a port whose last connections still linger is free
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
