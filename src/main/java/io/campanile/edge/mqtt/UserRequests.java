package io.campanile.edge.mqtt;

import io.campanile.domain.session.ServiceRequests;
import io.campanile.domain.session.ServiceRequests.ServiceRequest;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.component.paho.mqtt5.PahoMqtt5Constants;
import org.apache.camel.support.AsyncProcessorSupport;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;

/**
 * Hands a user's request to the service that its topic stands for, and publishes the answer (PROTOCOL 4). The exchange has
 * ended well once the broker has the answer: until then the request stays with the broker too, and comes again. Thread-safe.
 */
public final class UserRequests extends AsyncProcessorSupport {

    private static final String REQUEST_ID = "request_id";

    private final ServiceRequests services;
    private final MqttPublisher replies;
    private final int maxBytes;

    /** @param maxBytes the largest request */
    public UserRequests(ServiceRequests services, MqttPublisher replies, int maxBytes) {
        this.services = services;
        this.replies = replies;
        this.maxBytes = maxBytes;
    }

    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
        RequestTopic topic = RequestTopic.of(exchange.getMessage().getHeader(PahoMqtt5Constants.MQTT_TOPIC, String.class));
        MqttProperties properties = exchange.getProperty(DurableMqttConsumer.PROPERTIES, new MqttProperties(), MqttProperties.class);
        String chosen = Optional.ofNullable(properties.getResponseTopic()).filter(topic::mayBeAnsweredOn).orElse(null);
        Map<String, Object> values = new LinkedHashMap<>();
        answer(topic, exchange.getMessage().getBody(byte[].class), values).whenComplete((answer, failure) -> {
            Reply reply = Reply.of(topic, values.get(REQUEST_ID), values.get("call_id"), answer, failure);
            if (reply.isOwed(chosen != null)) {
                String to = chosen == null ? topic.replies() : chosen;
                replies.publish(to, reply.json(chosen != null), properties.getCorrelationData(), error -> {
                    exchange.setException(error);
                    callback.done(false);
                });
            } else {
                callback.done(false);
            }
        });
        return false;
    }

    private CompletionStage<Map<String, Object>> answer(RequestTopic topic, byte[] body, Map<String, Object> values) {
        try {
            values.putAll(RequestBody.read(body, maxBytes));
            Map<String, Object> asked = new LinkedHashMap<>(values);
            if (!topic.isCall()) {
                asked.remove(REQUEST_ID);
            }
            return services.answer(new ServiceRequest(topic.service(), topic.userId(), topic.clientId(), asked));
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }
}
