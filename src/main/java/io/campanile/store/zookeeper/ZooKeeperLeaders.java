package io.campanile.store.zookeeper;

import java.util.List;
import java.util.Optional;
import org.apache.camel.cluster.CamelClusterMember;
import org.apache.camel.support.cluster.AbstractCamelClusterService;
import org.apache.camel.support.cluster.AbstractCamelClusterView;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.recipes.leader.LeaderLatch;
import org.apache.curator.framework.recipes.leader.LeaderLatchListener;

/**
 * Elects, for each {@code master:<name>:…} endpoint, the one node whose consumer runs. camel-zookeeper has such a
 * service, but its view competes only once: after the first lost connection to ZooKeeper a node never leads again
 * (4.17, {@code ZooKeeperClusterView} does not requeue). Curator's {@link LeaderLatch} competes anew by itself.
 */
public final class ZooKeeperLeaders extends AbstractCamelClusterService<ZooKeeperLeaders.View> {

    private static final String PATH = "/campanile/leaders/";

    private final CuratorFramework zooKeeper;

    /** @param nodeId told to the others; two nodes must not share it */
    public ZooKeeperLeaders(CuratorFramework zooKeeper, String nodeId) {
        super(nodeId);
        this.zooKeeper = zooKeeper;
    }

    @Override
    protected View createView(String namespace) {
        return new View(this, namespace, zooKeeper);
    }

    /** The competition for one endpoint. */
    static final class View extends AbstractCamelClusterView {

        private final CuratorFramework zooKeeper;
        private LeaderLatch latch;

        View(ZooKeeperLeaders service, String namespace, CuratorFramework zooKeeper) {
            super(service, namespace);
            this.zooKeeper = zooKeeper;
        }

        @Override
        protected void doStart() throws Exception {
            latch = new LeaderLatch(zooKeeper, PATH + getNamespace(), getClusterService().getId(), LeaderLatch.CloseMode.NOTIFY_LEADER);
            latch.addListener(new LeaderLatchListener() {
                @Override
                public void isLeader() {
                    fireLeadershipChangedEvent(getLocalMember());
                }

                @Override
                public void notLeader() {
                    fireLeadershipChangedEvent((CamelClusterMember) null);
                }
            }, getCamelContext().getExecutorServiceManager().newSingleThreadExecutor(this, "leader-" + getNamespace()));
            latch.start();
        }

        @Override
        protected void doStop() throws Exception {
            latch.close();
        }

        @Override
        public Optional<CamelClusterMember> getLeader() {
            return latch != null && latch.hasLeadership() ? Optional.of(getLocalMember()) : Optional.empty();
        }

        @Override
        public CamelClusterMember getLocalMember() {
            return new CamelClusterMember() {
                @Override
                public String getId() {
                    return getClusterService().getId();
                }

                @Override
                public boolean isLeader() {
                    return latch != null && latch.hasLeadership();
                }

                @Override
                public boolean isLocal() {
                    return true;
                }
            };
        }

        /** Only this node: nobody asks for the others, and a look at ZooKeeper would block while it is away. */
        @Override
        public List<CamelClusterMember> getMembers() {
            return List.of(getLocalMember());
        }
    }
}
