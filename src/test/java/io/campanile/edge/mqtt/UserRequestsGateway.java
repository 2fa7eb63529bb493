package io.campanile.edge.mqtt;

import static org.awaitility.Awaitility.await;

import io.campanile.domain.CodedException;
import io.campanile.domain.session.ServiceRequests;
import io.campanile.fixture.SetLeader;
import io.campanile.fixture.MqttPeer;
import io.campanile.standalone.mqtt.EmbeddedBroker;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.camel.component.paho.mqtt5.PahoMqtt5Configuration;
import org.apache.camel.impl.DefaultCamelContext;

/**
 * The routes of users' requests beside a real broker. Its one service, /api/message/send, does as a request's type says:
 * "wait" is answered by the test, "fail" breaks, any other text succeeds, and what is no text is refused.
 */
final class UserRequestsGateway implements AutoCloseable {

    /** What the service was asked, in order. */
    final Queue<ServiceRequests.ServiceRequest> asked = new ConcurrentLinkedQueue<>();
    /** The answers that the test owes. */
    final Queue<CompletableFuture<Map<String, Object>>> waiting = new ConcurrentLinkedQueue<>();
    private final Path directory;
    private final DefaultCamelContext camel = new DefaultCamelContext();
    private EmbeddedBroker broker;

    UserRequestsGateway(Path directory) throws Exception {
        this.directory = directory;
        broker = EmbeddedBroker.start(directory, 0);
        camel.getShutdownStrategy().setTimeout(1);
        Properties settings = new Properties();
        settings.setProperty("mqtt.requests-in-flight", "1000");
        camel.getPropertiesComponent().setInitialProperties(settings);
        camel.addService(new SetLeader(true));
        camel.addComponent("paho-mqtt5", new DurableMqttComponent(camel, configuration()));
        MqttPublisher replies = new MqttPublisher(configuration(), "replies");
        camel.addRoutes(new UserRequestRoutes(new UserRequests(new MqttServices(Map.of("/api/message/send", this::send)), replies, 1_000), replies));
        camel.start();
        awaitSubscription("campanile-user-message", "users/+/+/messages/+");
        awaitSubscription("campanile-user-call", "users/+/calls/action");
    }

    MqttPeer alice(String installation) throws Exception {
        return broker.alice(installation);
    }

    /** A client that may read everything. */
    MqttPeer reader() throws Exception {
        return broker.gateway();
    }

    void stopBroker() throws Exception {
        broker.close();
    }

    void startBrokerAgain() throws Exception {
        broker = EmbeddedBroker.start(directory, broker.port());
    }

    @Override
    public void close() throws Exception {
        camel.close();
        broker.close();
    }

    private PahoMqtt5Configuration configuration() {
        PahoMqtt5Configuration configuration = new PahoMqtt5Configuration();
        configuration.setBrokerUrl(broker.url());
        configuration.setUserName(EmbeddedBroker.GATEWAY);
        configuration.setPassword(EmbeddedBroker.PASSWORD);
        configuration.setManualAcksEnabled(true);
        configuration.setAutomaticReconnect(true);
        configuration.setMaxReconnectDelay(1_000);
        return configuration;
    }

    private void awaitSubscription(String clientId, String filter) {
        CompletableFuture<Void> subscribed = new CompletableFuture<>();
        broker.whenSubscribed(clientId, filter, () -> subscribed.complete(null));
        await().until(subscribed::isDone);
    }

    private CompletionStage<Map<String, Object>> send(ServiceRequests.ServiceRequest request) {
        asked.add(request);
        Object type = request.values().get("type");
        if ("wait".equals(type)) {
            CompletableFuture<Map<String, Object>> later = new CompletableFuture<>();
            waiting.add(later);
            return later;
        }
        if ("fail".equals(type)) {
            throw new IllegalStateException("broken");
        }
        return type instanceof String
                ? CompletableFuture.completedFuture(Map.of("msg_id", "m-1"))
                : CompletableFuture.failedFuture(CodedException.invalid("type", "must be a string"));
    }
}
