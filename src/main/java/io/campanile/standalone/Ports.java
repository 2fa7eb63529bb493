package io.campanile.standalone;

import io.campanile.settings.SettingException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/** Loopback ports for the embedded parts. */
final class Ports {

    private Ports() {
    }

    /**
     * The port itself when it is fixed, else a free one.
     *
     * @param setting names the setting of a fixed port in the error
     * @throws SettingException when a fixed port is in use
     */
    static int claim(String setting, int port) {
        try (ServerSocket socket = new ServerSocket()) {
            // As the servers do: a port whose last connections still linger is free
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new SettingException("port " + port + " is in use: stop what listens there or set " + setting, e);
        }
    }
}
