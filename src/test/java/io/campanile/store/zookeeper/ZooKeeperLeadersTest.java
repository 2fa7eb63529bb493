package io.campanile.store.zookeeper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.campanile.standalone.EmbeddedZooKeeper;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.cluster.CamelClusterEventListener;
import org.apache.camel.cluster.CamelClusterView;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.CuratorFrameworkFactory;
import org.apache.curator.retry.RetryForever;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One node leads, another takes over, and whoever lost ZooKeeper stops leading and competes again. */
class ZooKeeperLeadersTest {

    @TempDir
    Path directory;

    @Test
    void exactlyOneLeadsAndTheOtherTakesOver() throws Exception {
        try (EmbeddedZooKeeper zooKeeper = EmbeddedZooKeeper.start(directory); Node first = new Node(zooKeeper, "first")) {
            await().until(first::leads);
            try (Node second = new Node(zooKeeper, "second")) {
                assertThat(second.leads()).isFalse();
                first.close();
                await().until(second::leads);
            }
        }
    }

    @Test
    void aNodeThatLostItsConnectionLeadsNoMoreAndCompetesAgain() throws Exception {
        try (EmbeddedZooKeeper zooKeeper = EmbeddedZooKeeper.start(directory); Node node = new Node(zooKeeper, "first")) {
            await().until(node::leads);
            zooKeeper.close();
            await().until(() -> !node.leads());
            zooKeeper.comeBack();
            await().until(node::leads);
            await().untilAsserted(() -> assertThat(node.changes).as("won, lost, won; each told").hasValueGreaterThanOrEqualTo(3));
        }
    }

    /** A node of the cluster that competes for one name. */
    private static final class Node implements AutoCloseable {

        private final CuratorFramework client;
        private final DefaultCamelContext camel = new DefaultCamelContext();
        private final CamelClusterView view;
        private final AtomicInteger changes = new AtomicInteger();
        private boolean closed;

        private Node(EmbeddedZooKeeper zooKeeper, String id) throws Exception {
            client = CuratorFrameworkFactory.newClient(zooKeeper.address(), 2_000, 2_000, new RetryForever(100));
            client.start();
            ZooKeeperLeaders leaders = new ZooKeeperLeaders(client, id);
            camel.addService(leaders);
            camel.start();
            view = leaders.getView("flow");
            view.addEventListener((CamelClusterEventListener.Leadership) (changed, leader) -> changes.incrementAndGet());
        }

        private boolean leads() {
            return view.getLocalMember().isLeader();
        }

        @Override
        public void close() throws Exception {
            if (!closed) {
                closed = true;
                camel.close();
                client.close();
            }
        }
    }
}
