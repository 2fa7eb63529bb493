package io.campanile.integration;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.campanile.fixture.KafkaTopic;
import io.campanile.fixture.MqttPeer;
import io.campanile.fixture.RunningGateway;
import io.campanile.store.kafka.KafkaTopics;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.eclipse.paho.mqttv5.common.MqttException;

/** The device sn1 of a gateway, which reports, and what becomes of its reports in the gateway's Kafka. Not thread-safe. */
final class DanceDog implements AutoCloseable {

    /** Topics that hold dead letters. */
    private static final Set<String> LETTERS = Set.of("dead.letters", "bad.reports");

    private static final ObjectMapper JSON = new ObjectMapper();

    final RunningGateway gateway;
    final MqttPeer device;
    private final String reportsOn;
    private final String toldOn;
    private final String bootstrap;
    private final Map<String, KafkaTopic> topics = new HashMap<>();

    /**
     * @param reportsOn the MQTT topic of its reports
     * @param toldOn    the Kafka topic of what every node is told
     */
    DanceDog(RunningGateway gateway, String reportsOn, String toldOn) {
        this.gateway = gateway;
        this.reportsOn = reportsOn;
        this.toldOn = toldOn;
        this.bootstrap = "127.0.0.1:" + gateway.setting("kafka.port");
        try {
            this.device = MqttPeer.connect(gateway.mqtt(), "sn1", "sn1", gateway.register(gateway.token(), "sn1", "dance_dog"));
        } catch (MqttException e) {
            throw new IllegalStateException(e);
        }
    }

    void send(String report) throws MqttException {
        if (device.publish(reportsOn, report) != 0) {
            throw new IllegalStateException("the broker did not confirm " + report);
        }
    }

    /** Edits the flow device-report and waits until that is taken up. */
    void editFlow(String from, String to) {
        String before = gateway.output();
        gateway.edit("routes/device-report.camel.yaml", from, to);
        await().atMost(Duration.ofSeconds(30)).until(() -> gateway.output().substring(before.length()).contains("flow device-report runs version"));
    }

    void create(String topic) {
        KafkaTopics.ensure(bootstrap, List.of(topic), 1, 1);
    }

    /** The texts in a topic; those of dead letters as they were before. */
    List<String> bodies(String topic) {
        return topic(topic).records().stream().map(ConsumerRecord::value)
                .map(value -> LETTERS.contains(topic) ? tree(value).path("body").asText() : value).toList();
    }

    /** When, in ms, this text was appended to a topic. */
    long timestamp(String topic, String text) {
        return topic(topic).records().stream().filter(record -> record.value().equals(text)).findFirst().orElseThrow().timestamp();
    }

    List<JsonNode> letters(String text) {
        return topic("dead.letters").records().stream().map(record -> tree(record.value()))
                .filter(letter -> letter.path("body").asText().equals(text)).toList();
    }

    /** Reports that come all at once. */
    void append(String... reports) {
        topic("device.reports").append("sn1", reports);
    }

    /** How many reports are not yet merged. */
    long waiting() throws Exception {
        return topic("device.reports").lag("device-report");
    }

    /** What every node was told, of a kind. */
    List<JsonNode> told(String kind) {
        return topic(toldOn).records().stream().filter(record -> KafkaTopic.header(record, "deviceChange").equals(kind))
                .map(record -> tree(record.value())).toList();
    }

    /** The sections of every alert of which every node was told. */
    List<String> alerts() {
        return told("alert").stream().map(told -> told.at("/alert/section").asText()).toList();
    }

    private KafkaTopic topic(String name) {
        return topics.computeIfAbsent(name, made -> new KafkaTopic(bootstrap, made));
    }

    private static JsonNode tree(String json) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws Exception {
        topics.values().forEach(KafkaTopic::close);
        device.close();
        gateway.close();
    }
}
