package io.campanile.flow.leader;

import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Consumer;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.StartupListener;
import org.apache.camel.Suspendable;
import org.apache.camel.api.management.ManagedAttribute;
import org.apache.camel.api.management.ManagedResource;
import org.apache.camel.cluster.CamelClusterEventListener;
import org.apache.camel.cluster.CamelClusterService;
import org.apache.camel.cluster.CamelClusterView;
import org.apache.camel.component.master.MasterEndpoint;
import org.apache.camel.support.AsyncProcessorSupport;
import org.apache.camel.support.DefaultConsumer;
import org.apache.camel.support.service.ServiceHelper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs its source while this node leads: from the moment it does, and to the end of what the source has taken. The
 * consumer of camel-master (4.17) lets a second pass before it starts a source, and when it is stopped ends the steps of the
 * route first, and lets another node lead, while the source still takes. This one is suspended first, which ends the source;
 * once what the source has taken is through the route, Camel stops it, and another node may lead. Thread-safe.
 */
@ManagedResource(description = "Runs its source while this node leads")
public final class LeaderConsumer extends DefaultConsumer implements Suspendable {

    private static final Logger LOG = LoggerFactory.getLogger(LeaderConsumer.class);
    private static final Duration TRY_AGAIN = Duration.ofSeconds(5);

    private final MasterEndpoint endpoint;
    private final CamelClusterService cluster;
    private final CamelClusterEventListener.Leadership listener = (changed, leader) -> followSoon();
    private volatile CamelClusterView view;
    private ScheduledExecutorService follower;
    /** Runs; null while this node does not lead. */
    private Consumer source;

    LeaderConsumer(MasterEndpoint endpoint, Processor processor, CamelClusterService cluster) {
        super(endpoint, processor);
        this.endpoint = endpoint;
        this.cluster = cluster;
    }

    @ManagedAttribute(description = "Whether this node leads")
    public boolean isMaster() {
        CamelClusterView current = view;
        return current != null && current.getLocalMember().isLeader();
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        follower = endpoint.getCamelContext().getExecutorServiceManager()
                .newSingleThreadScheduledExecutor(this, "leader-" + endpoint.getNamespace());
        view = cluster.getView(endpoint.getNamespace());
        view.addEventListener(listener);
    }

    /** The view holds a lock while it tells. */
    private void followSoon() {
        follower.execute(this::follow);
    }

    /** Only while this consumer runs. */
    private void follow() {
        lock.lock();
        try {
            if (isStarted() && isMaster() != (source != null)) {
                if (source == null) {
                    begin();
                } else {
                    end();
                }
            }
        } catch (Exception e) {
            getExceptionHandler().handleException(endpoint.getEndpoint() + " does not start or stop; trying again in "
                    + TRY_AGAIN.toSeconds() + " s", e);
            follower.schedule(this::follow, TRY_AGAIN.toSeconds(), TimeUnit.SECONDS);
        } finally {
            lock.unlock();
        }
    }

    private void begin() throws Exception {
        Consumer next = endpoint.getEndpoint().createConsumer(new Steps());
        if (next instanceof StartupListener late) {
            // A timer begins to tick with the context
            endpoint.getCamelContext().addStartupListener(late);
        }
        ServiceHelper.startService(endpoint.getEndpoint(), next);
        source = next;
        LOG.info("This node takes from {}", endpoint.getNamespace());
    }

    private void end() {
        Consumer last = source;
        if (last != null) {
            source = null;
            ServiceHelper.stopAndShutdownServices(last);
            LOG.info("This node takes from {} no more", endpoint.getNamespace());
        }
    }

    @Override
    protected void doSuspend() {
        end();
    }

    @Override
    protected void doResume() {
        followSoon();
    }

    @Override
    protected void doStop() throws Exception {
        if (view != null) {
            view.removeEventListener(listener);
            endpoint.getCamelContext().getExecutorServiceManager().shutdownNow(follower);
            try {
                end();
            } finally {
                cluster.releaseView(view);
                view = null;
            }
        }
        super.doStop();
    }

    /** The steps of the route, as the source may use them: a consumer that is stopped also stops what it was given. */
    private final class Steps extends AsyncProcessorSupport {

        @Override
        public boolean process(Exchange exchange, AsyncCallback callback) {
            return getAsyncProcessor().process(exchange, callback);
        }
    }
}
