package io.campanile.bench.system;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Ports of the loopback on which nothing listens, given out in turn, so that servers which bind theirs later never have the same one. The kernel
 * gives none of them to clients, of which thousands connect, and gateways choose none of them for their parts.
 */
public final class FreePorts {

    private static final int LOWEST = 10_000;
    private static final int BEYOND = 20_000;
    private static final AtomicInteger TURN = new AtomicInteger(ThreadLocalRandom.current().nextInt(BEYOND - LOWEST));

    private FreePorts() {
    }

    public static int one() {
        while (true) {
            int port = LOWEST + Math.floorMod(TURN.getAndIncrement(), BEYOND - LOWEST);
            if (isFree(port)) {
                return port;
            }
        }
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
