package io.campanile.bench.checker;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Two nodes of one gateway on this machine: the first carries the embedded parts, the second uses them.
 *
 * @param nodes as they are killed in turn
 * @param rest  their HTTP addresses
 * @param mqtt  the broker, in the first
 */
record Site(List<Node> nodes, List<URI> rest, URI mqtt) {

    private static final List<String> PARTS = List.of("mqtt.port", "kafka.port", "redis.port", "jdbc.port",
            "zookeeper.port");
    private static final List<String> OWN = List.of("http.port", "management.port", "line.port");

    /**
     * Lays the nodes out on free ports.
     *
     * @param arguments {@code cp=} the class path, {@code main=} the class, {@code java=} options of the JVM, separated
     *                  by commas; {@code node-1.<property>=}, {@code node-2.<property>=} set or replace a property
     * @param directory for their data and output
     */
    static Site of(Arguments arguments, Path directory, String password) throws IOException {
        Deque<String> ports = freePorts(PARTS.size() + 2 * OWN.size());
        Map<String, String> first = properties("node-1", directory, ports);
        PARTS.forEach(part -> first.put(part, ports.pop()));
        first.putAll(arguments.under("node-1"));
        Map<String, String> second = properties("node-2", directory, ports);
        String host = "127.0.0.1:";
        second.put("mqtt.broker-url", "tcp://" + host + first.get("mqtt.port"));
        second.put("kafka.bootstrap-servers", host + first.get("kafka.port"));
        second.put("redis.url", "redis://" + host + first.get("redis.port"));
        second.put("jdbc.url", "jdbc:h2:tcp://" + host + first.get("jdbc.port") + "/campanile");
        second.put("zookeeper.connect", host + first.get("zookeeper.port"));
        second.putAll(arguments.under("node-2"));
        return new Site(List.of(node(arguments, first, directory, password), node(arguments, second, directory, password)),
                List.of(http(first), http(second)), URI.create("tcp://" + host + first.get("mqtt.port")));
    }

    private static Map<String, String> properties(String id, Path directory, Deque<String> ports) throws IOException {
        Map<String, String> properties = new LinkedHashMap<>();
        properties.put("node.id", id);
        properties.put("data.dir", Files.createDirectories(directory.resolve(id)).toAbsolutePath().toString());
        OWN.forEach(property -> properties.put(property, ports.pop()));
        return properties;
    }

    private static Node node(Arguments arguments, Map<String, String> properties, Path directory, String password) {
        List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        command.addAll(List.of(arguments.get("java", "-Xmx512m").split(",")));
        properties.forEach((key, value) -> command.add("-D" + key + "=" + value));
        command.addAll(List.of("-cp", arguments.get("cp"), arguments.get("main", "io.campanile.Campanile")));
        return new Node(properties.get("node.id"), command, Map.of("AUTH_ADMIN_PASSWORD", password),
                http(properties).resolve("/health"), directory.resolve(properties.get("node.id") + ".out"));
    }

    private static URI http(Map<String, String> properties) {
        return URI.create("http://127.0.0.1:" + properties.get("http.port"));
    }

    /** Held all at once, so that no two are the same. */
    private static Deque<String> freePorts(int count) throws IOException {
        Deque<String> ports = new ArrayDeque<>();
        List<ServerSocket> sockets = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
            sockets.add(socket);
            ports.add(String.valueOf(socket.getLocalPort()));
        }
        for (ServerSocket socket : sockets) {
            socket.close();
        }
        return ports;
    }
}
