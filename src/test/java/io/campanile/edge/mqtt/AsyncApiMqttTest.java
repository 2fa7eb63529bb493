package io.campanile.edge.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.campanile.domain.device.DeviceCredentials;
import io.campanile.domain.session.Principal;
import io.campanile.domain.session.TopicAccess;
import io.campanile.fixture.AsyncApiDocument;
import io.campanile.settings.Settings;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What {@code /asyncapi.yaml} says of MQTT is what the topic rules allow and the routes listen or publish to. */
class AsyncApiMqttTest {

    private static final Pattern TOPIC = Pattern.compile("paho-mqtt5:([^\"?]+)");
    /** The embedded broker itself listens to the status of devices, and tells of it below this tree. */
    private static final String BROKER_EVENTS = "broker/#";
    /** It tells of commands below this one. */
    private static final String COMMAND_EVENTS = "broker-commands/#";
    /** Published by beans. */
    private static final String SYSTEM_MESSAGES = "system/{type}";
    private static final String COMMANDS = "devices/{sn}/commands";
    private static final Set<String> CALLS = Set.of("devices/{sn}/calls/control", "users/{user_id}/calls/incoming", "users/{user_id}/calls/control");
    private static final String STATUS = "devices/+/status";
    /** As a rule: the names of the parameters pass for names. */
    private static final TopicAccess DEVICE = TopicAccess.ofDevice("{sn}");
    private static final TopicAccess USER = TopicAccess.ofUser("{user_id}", "{client_id}");

    private final Properties settings = Settings.load(Path.of("application.properties")).all();
    private final AsyncApiDocument document;

    AsyncApiMqttTest() throws IOException {
        document = AsyncApiDocument.shipped();
    }

    @Test
    void namesTheTopicsThatClientsMayPublishToAndSomebodyListensTo() throws IOException {
        Set<String> filters = topicsOfRoutes();

        assertThat(filters).contains(BROKER_EVENTS);
        filters.add(STATUS);
        assertThat(document.topics("receive")).isEqualTo(published()
                .filter(topic -> filters.stream().anyMatch(filter -> covers(filter, topic)))
                .collect(Collectors.toCollection(TreeSet::new)));
    }

    @Test
    void namesTheTopicsThatRoutesPublishToAndThoseOfPushes() throws IOException {
        Set<String> filters = topicsOfRoutes();
        filters.removeAll(Set.of(BROKER_EVENTS, COMMAND_EVENTS));
        filters.removeIf(filter -> published().anyMatch(topic -> covers(filter, topic)));
        filters.add(TopicAccess.pushTopic(Principal.device("{sn}", new DeviceCredentials("", "")), null));
        filters.add(TopicAccess.pushTopic(Principal.user("{user_id}", Set.of(), null, 0, 0), "{client_id}"));

        filters.add(TopicAccess.messageTopic("{user_id}", "{client_id}"));
        filters.addAll(Set.of(COMMANDS, SYSTEM_MESSAGES));
        filters.addAll(CALLS);
        assertThat(document.topics("send")).isNotEmpty().isEqualTo(filters);
    }

    @Test
    void saysWhereUsersAreAnswered() {
        assertThat(document.replyTopics()).isNotEmpty().isEqualTo(document.topics("receive").stream()
                .filter(topic -> topic.startsWith("users/"))
                .map(topic -> RequestTopic.of(topic).replies())
                .collect(Collectors.toCollection(TreeSet::new)));
    }

    @Test
    void whatItSendsMayBeSubscribedTo() {
        assertThat(Stream.concat(document.topics("send").stream(), document.replyTopics().stream()))
                .allMatch(topic -> DEVICE.maySubscribe(topic) || USER.maySubscribe(topic));
    }

    @Test
    void describesAReportAsItIsChecked() throws IOException {
        JsonNode described = document.root().at("/components/schemas/report");
        try (InputStream in = getClass().getResourceAsStream("/schema/device-report.json")) {
            JsonNode checked = new ObjectMapper().readTree(in);

            assertThat(described.path("required")).isEqualTo(checked.path("required"));
            assertThat(described.path("properties").fieldNames()).toIterable()
                    .containsExactlyElementsOf(() -> checked.path("properties").fieldNames());
        }
    }

    private static Stream<String> published() {
        return Stream.of(DEVICE, USER).flatMap(access -> ((TopicAccess.Spelled) access).published().stream());
    }

    /** What routes name, in YAML and in Java; the settings as shipped, by which the bridge to the topics of older clients is off. */
    private Set<String> topicsOfRoutes() throws IOException {
        Set<String> topics = new TreeSet<>();
        try (Stream<Path> flows = Files.list(Path.of("routes"))) {
            for (Path file : Stream.concat(flows, Stream.of(Path.of("src/main/java/io/campanile/edge/mqtt/UserRequestRoutes.java"),
                    Path.of("src/main/java/io/campanile/edge/mqtt/DeviceCallRoutes.java")))
                    .filter(Predicate.not(Files::isDirectory)).filter(file -> !file.getFileName().toString().startsWith("call-bridge")).toList()) {
                TOPIC.matcher(Files.readString(file)).results().map(result -> resolved(result.group(1))).forEach(topics::add);
            }
        }
        return topics;
    }

    private String resolved(String topic) {
        return topic.startsWith("{{") ? settings.getProperty(topic.substring(2, topic.length() - 2)) : topic;
    }

    /** Whether the filter, which has no {@code #}, matches the topic (MQTT 5, 4.7.1). */
    private static boolean covers(String filter, String topic) {
        return topic.matches(filter.replace("+", "[^/]+"));
    }
}
