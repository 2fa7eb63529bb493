package io.campanile.flow.device;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.campanile.domain.CodedException;
import io.campanile.domain.device.Presences;
import io.campanile.domain.session.ConnectionRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import org.apache.camel.CamelContext;
import org.apache.camel.Message;
import org.apache.camel.component.kafka.KafkaConstants;
import org.apache.camel.support.DefaultMessage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds nodes that died while they held devices' WebSockets. Thread-safe; blocks on the database and the registry. */
public final class DeadNodes {

    private static final Logger LOG = LoggerFactory.getLogger(DeadNodes.class);

    private final CamelContext camel;
    private final Presences presences;
    private final ConnectionRegistry registry;
    private final Clock clock;

    public DeadNodes(CamelContext camel, Presences presences, ConnectionRegistry registry, Clock clock) {
        this.camel = camel;
        this.presences = presences;
        this.registry = registry;
        this.clock = clock;
    }

    /** The records for {@code device.presence} that end what they held. While nobody can tell, nobody is taken for dead. */
    public List<Message> find() {
        try {
            return presences.nodes().stream().filter(node -> !registry.isAlive(node)).map(this::gone).toList();
        } catch (CodedException e) {
            LOG.debug("Not known which nodes live: {}", e.getMessage());
            return List.of();
        }
    }

    private Message gone(String node) {
        LOG.info("node {} is gone, and with it the devices that were connected there", node);
        Message message = new DefaultMessage(camel);
        message.setBody(JsonNodeFactory.instance.objectNode().put("online", false).put("ts", clock.millis()).put("node", node)
                .toString().getBytes(StandardCharsets.UTF_8));
        message.setHeader(KafkaConstants.KEY, "");
        return message;
    }
}
