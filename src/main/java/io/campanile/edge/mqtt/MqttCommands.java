package io.campanile.edge.mqtt;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.campanile.domain.device.Command;
import io.campanile.domain.device.CommandQueues.Delivery;
import io.campanile.domain.device.CommandTransport;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;

/**
 * Commands on {@code devices/{sn}/commands}, QoS 1 (PROTOCOL 4), with the command_id as Correlation Data. A copy that the
 * broker cannot deliver soon expires there: a device that comes back later is sent what is right then. Thread-safe.
 */
public final class MqttCommands implements CommandTransport {

    private static final int NO_MATCHING_SUBSCRIBERS = 0x10;
    private static final long MS_PER_S = 1_000;

    private final MqttPublisher publisher;
    private final long copyLives;
    private final ObjectMapper json;
    private final Clock clock;

    /** @param copyLives for how long the broker may keep a copy for a device whose connection has ended; seconds count */
    public MqttCommands(MqttPublisher publisher, Duration copyLives, ObjectMapper json, Clock clock) {
        this.publisher = publisher;
        this.copyLives = copyLives.toMillis();
        this.json = json;
        this.clock = clock;
    }

    @Override
    public CompletionStage<Boolean> send(Delivery delivery) {
        Command command = delivery.command();
        long lives = Math.min(copyLives, command.expiresAt() - clock.millis());
        if (lives <= 0) {
            // Over since it was claimed: whoever looks next lets it expire
            return CompletableFuture.completedFuture(false);
        }
        try {
            MqttMessage message = new MqttMessage(json.writeValueAsBytes(command.payload()), 1, false, new MqttProperties());
            message.getProperties().setCorrelationData(command.commandId().getBytes(StandardCharsets.UTF_8));
            // At least 1 s, since 0 may mean for ever
            message.getProperties().setMessageExpiryInterval(Math.max(1, lives / MS_PER_S));
            return publisher.publishNow("devices/" + command.sn() + "/commands", message).thenApply(code -> code != NO_MATCHING_SUBSCRIBERS);
        } catch (JsonProcessingException e) {
            return CompletableFuture.failedFuture(e);
        }
    }
}
