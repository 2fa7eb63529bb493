package io.campanile;

import io.campanile.settings.SettingException;
import io.campanile.settings.Settings;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/** A look at the doors before anything starts: whoever opens them later does not know by which setting they are moved. */
final class FreePorts {

    private FreePorts() {
    }

    /** @throws SettingException naming the setting whose port somebody else has */
    static void require(Settings settings, String... names) {
        for (String name : names) {
            try (ServerSocket probe = new ServerSocket()) {
                // As the servers do: a port whose last connections still linger is free
                probe.setReuseAddress(true);
                probe.bind(new InetSocketAddress(settings.get("bind.host"), settings.number(name)));
            } catch (IOException e) {
                throw new SettingException("cannot listen on " + settings.get("bind.host") + ":" + settings.get(name) + " ("
                        + e.getMessage() + "): stop what listens there, or set " + name, e);
            }
        }
    }
}
