package io.campanile.bench.system;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;

/** Ports of the loopback that nobody has. */
final class FreePorts {

    private FreePorts() {
    }

    static int one() throws IOException {
        return several(1).get(0);
    }

    /** Held all at once, so that no two are the same. */
    static List<Integer> several(int count) throws IOException {
        List<ServerSocket> held = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            held.add(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
        }
        List<Integer> ports = new ArrayList<>();
        for (ServerSocket socket : held) {
            ports.add(socket.getLocalPort());
            socket.close();
        }
        return ports;
    }
}
