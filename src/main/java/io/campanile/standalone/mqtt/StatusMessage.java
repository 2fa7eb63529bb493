package io.campanile.standalone.mqtt;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** What a device says on {@code devices/{sn}/status}: {@code {"online":true|false}} (PROTOCOL 4). */
final class StatusMessage {

    private static final ObjectMapper JSON = new ObjectMapper();

    private StatusMessage() {
    }

    /** Empty for any other message, also for a status that is not of that form: it is kept, and says nothing. */
    static Optional<Boolean> online(String sn, MqttPublishMessage publish) {
        if (!publish.variableHeader().topicName().equals("devices/" + sn + "/status")) {
            return Optional.empty();
        }
        try {
            JsonNode online = JSON.readTree(publish.payload().toString(StandardCharsets.UTF_8)).path("online");
            return online.isBoolean() ? Optional.of(online.booleanValue()) : Optional.empty();
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }
}
