package io.campanile.flow.leader;

import java.util.Map;
import org.apache.camel.Consumer;
import org.apache.camel.Endpoint;
import org.apache.camel.Processor;
import org.apache.camel.cluster.CamelClusterService;
import org.apache.camel.component.master.MasterComponent;
import org.apache.camel.component.master.MasterEndpoint;
import org.apache.camel.spi.annotations.Component;
import org.apache.camel.util.StringHelper;

/**
 * camel-master with consumers that lose no time: see {@link LeaderConsumer}. Bound under the component's own name,
 * {@code master}.
 */
@Component("master") // names the generated configurer of the stock endpoint
public final class LeaderComponent extends MasterComponent {

    /** As the stock component does it, which makes its own endpoints only. */
    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) {
        String namespace = StringHelper.before(remaining, ":");
        String source = StringHelper.after(remaining, ":");
        if (namespace == null || namespace.isEmpty() || source.isEmpty()) {
            throw new IllegalArgumentException("write master:<name>:<uri of the source> instead of master:" + remaining);
        }
        String options = parameters.isEmpty() ? "" : "?" + StringHelper.after(uri, "?");
        return new LeaderEndpoint(uri, this, getService(), namespace, source + options);
    }

    private static final class LeaderEndpoint extends MasterEndpoint {

        private final CamelClusterService cluster;

        LeaderEndpoint(String uri, LeaderComponent component, CamelClusterService cluster, String namespace, String source) {
            super(uri, component, cluster, namespace, source);
            this.cluster = cluster;
        }

        @Override
        public Consumer createConsumer(Processor processor) throws Exception {
            LeaderConsumer consumer = new LeaderConsumer(this, processor, cluster);
            configureConsumer(consumer);
            return consumer;
        }
    }
}
