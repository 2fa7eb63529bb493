package io.campanile.bench.checker;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/**
 * A program that takes the place of a gateway node, with the same properties. The one that carries the broker keeps
 * everything in memory, and so forgets it when it is killed; the other is healthy and of no use (503).
 */
final class FakeNode {

    private FakeNode() {
    }

    public static void main(String[] args) throws Exception {
        int port = Integer.getInteger("http.port");
        if (System.getProperty("mqtt.port") != null) {
            new FakeGateway(port, Integer.getInteger("mqtt.port"));
            return;
        }
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        server.createContext("/", exchange -> {
            exchange.sendResponseHeaders(exchange.getRequestURI().getPath().equals("/health") ? 200 : 503, -1);
            exchange.close();
        });
        server.start();
    }
}
