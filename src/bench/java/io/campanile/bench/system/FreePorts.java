package io.campanile.bench.system;

import java.io.IOException;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Ports that nobody has, below those that the kernel gives to clients: thousands of them connect, and one might have been
 * given the port before the server that it was meant for takes it.
 */
final class FreePorts {

    private static final int LOWEST = 20_000;
    private static final int CLIENTS = 32_768;
    private static final int ATTEMPTS = 100;

    private FreePorts() {
    }

    static int one() throws IOException {
        return several(1).get(0);
    }

    /** Held all at once, so that no two are the same. */
    static List<Integer> several(int count) throws IOException {
        List<ServerSocket> held = new ArrayList<>();
        try {
            while (held.size() < count) {
                held.add(any());
            }
            return held.stream().map(ServerSocket::getLocalPort).toList();
        } finally {
            for (ServerSocket socket : held) {
                socket.close();
            }
        }
    }

    private static ServerSocket any() throws IOException {
        for (int i = 0; ; i++) {
            try {
                return new ServerSocket(ThreadLocalRandom.current().nextInt(LOWEST, CLIENTS));
            } catch (IOException e) {
                if (i == ATTEMPTS) {
                    throw e;
                }
            }
        }
    }
}
