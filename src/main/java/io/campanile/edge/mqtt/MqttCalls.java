package io.campanile.edge.mqtt;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.campanile.domain.call.CallNotice;
import io.campanile.domain.call.CallTransport;
import io.campanile.domain.call.RtcCredentials.Rtc;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;

/**
 * Calls on {@code devices/{sn}/calls/control} and {@code users/{user_id}/calls/…}, QoS 1 (PROTOCOL 4). What a client did not
 * get in time expires at the broker: no phone rings for a call of yesterday. Thread-safe.
 */
public final class MqttCalls implements CallTransport {

    private static final long MS_PER_S = 1_000;

    private final MqttPublisher publisher;
    private final long lives;
    private final ObjectMapper json;
    private final Clock clock;

    /** @param lives for how long what is told is of use, unless it says when it expires */
    public MqttCalls(MqttPublisher publisher, Duration lives, ObjectMapper json, Clock clock) {
        this.publisher = publisher;
        this.lives = lives.toMillis();
        this.json = json;
        this.clock = clock;
    }

    @Override
    public CompletionStage<?> tell(CallNotice notice, Rtc rtc) {
        String topic = (notice.to().isDevice() ? "devices/" : "users/") + notice.to().id() + "/calls/" + notice.kind().wireName();
        long left = notice.values().get("expires_at") instanceof Number until ? until.longValue() - clock.millis() : lives;
        try {
            MqttMessage message = new MqttMessage(json.writeValueAsBytes(notice.with(rtc)), 1, false, new MqttProperties());
            // At least 1 s, since 0 may mean for ever
            message.getProperties().setMessageExpiryInterval(Math.max(1, left / MS_PER_S));
            return publisher.publishNow(topic, message);
        } catch (JsonProcessingException e) {
            return CompletableFuture.failedFuture(e);
        }
    }
}
