package io.campanile.standalone;

import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.zookeeper.server.NIOServerCnxnFactory;
import org.apache.zookeeper.server.ServerCnxnFactory;
import org.apache.zookeeper.server.ZooKeeperServer;

/** One ZooKeeper server. Not thread-safe. */
final class ZooKeeperPart implements Part {

    /** ms; sessions may live from two to twenty ticks, so a dead node is noticed after one second at the earliest. */
    private static final int TICK = 500;
    private static final int MAX_CLIENTS = 64;

    private final Path directory;
    private final int port;
    private String address;
    private ServerCnxnFactory connections;
    private ZooKeeperServer server;

    /** @param port 0 takes a free one */
    ZooKeeperPart(Path directory, int port) {
        this.directory = directory;
        this.port = port;
    }

    @Override
    public String name() {
        return "ZooKeeper";
    }

    @Override
    public String setting() {
        return "zookeeper.connect";
    }

    @Override
    public String start() throws Exception {
        // KB; the default reserves 64 MB of disk for a log that holds a few kilobytes here
        System.setProperty("zookeeper.preAllocSize", "256");
        Files.createDirectories(directory);
        int claimed = Ports.claim("zookeeper.port", port);
        server = new ZooKeeperServer(directory.toFile(), directory.toFile(), TICK);
        connections = new NIOServerCnxnFactory();
        connections.configure(new InetSocketAddress("127.0.0.1", claimed), MAX_CLIENTS);
        connections.startup(server);
        address = "127.0.0.1:" + claimed;
        return address;
    }

    @Override
    public String reached() {
        return address;
    }

    @Override
    public void stop() {
        if (connections != null) {
            connections.shutdown();
        }
        if (server != null) {
            server.shutdown(true);
        }
    }
}
