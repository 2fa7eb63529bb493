package io.campanile.store.zookeeper;

import io.campanile.settings.SettingException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.UUID;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.recipes.nodes.PersistentNode;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException;

/**
 * Registers this node under its id, for as long as it lives. An id belongs to one data directory: our own entry from a
 * life that was killed is taken over at once, one of another directory is a mistake that is told.
 */
public final class NodeRegistration implements AutoCloseable {

    private static final String PATH = "/campanile/nodes/";

    private final CuratorFramework zooKeeper;
    private final PersistentNode node;

    private NodeRegistration(CuratorFramework zooKeeper, PersistentNode node) {
        this.zooKeeper = zooKeeper;
        this.node = node;
    }

    /** @throws SettingException when another node uses the id */
    public static NodeRegistration register(CuratorFramework zooKeeper, String nodeId, Path dataDirectory) {
        try {
            byte[] mark = mark(dataDirectory.resolve("node-" + nodeId));
            String path = PATH + nodeId;
            try {
                byte[] present = zooKeeper.getData().forPath(path);
                if (!Arrays.equals(present, mark)) {
                    throw new SettingException("the node id " + nodeId + " is in use by another node: set node.id to one of its own");
                }
                zooKeeper.delete().forPath(path);
            } catch (KeeperException.NoNodeException free) {
                // as it should be
            }
            PersistentNode node = new PersistentNode(zooKeeper, CreateMode.EPHEMERAL, false, path, mark);
            node.start();
            return new NodeRegistration(zooKeeper, node);
        } catch (SettingException e) {
            throw e;
        } catch (Exception e) {
            throw new SettingException("cannot register the node " + nodeId + " (" + e + "): check zookeeper.connect", e);
        }
    }

    /** Frees the id; to be called before the connection to ZooKeeper is closed. One that is away frees it by itself. */
    @Override
    public void close() throws IOException {
        // It would ask until it is answered, and this process would never end
        if (zooKeeper.getZookeeperClient().isConnected()) {
            node.close();
        }
    }

    private static byte[] mark(Path file) throws IOException {
        if (!Files.exists(file)) {
            Files.writeString(file, UUID.randomUUID().toString());
        }
        return Files.readString(file).getBytes(StandardCharsets.UTF_8);
    }
}
