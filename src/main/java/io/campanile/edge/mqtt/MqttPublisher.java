package io.campanile.edge.mqtt;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.camel.component.paho.mqtt5.PahoMqtt5Configuration;
import org.apache.camel.support.service.ServiceSupport;
import org.eclipse.paho.mqttv5.client.DisconnectedBufferOptions;
import org.eclipse.paho.mqttv5.client.IMqttToken;
import org.eclipse.paho.mqttv5.client.MqttActionListener;
import org.eclipse.paho.mqttv5.client.MqttAsyncClient;
import org.eclipse.paho.mqttv5.client.MqttClientException;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Publishes, QoS 1, without waiting for any: camel-paho-mqtt5's producer waits for each. While the broker is away a bounded
 * number is kept until it is back. Thread-safe.
 */
public final class MqttPublisher extends ServiceSupport {

    private static final Logger LOG = LoggerFactory.getLogger(MqttPublisher.class);
    private static final int MOST_KEPT = 5_000;
    private static final int LONGEST_PAUSE_S = 16;
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final PahoMqtt5Configuration configuration;
    private final String what;
    private final ScheduledThreadPoolExecutor connector;
    private MqttAsyncClient client;

    /**
     * @param configuration of the gateway's own account
     * @param what          it publishes, such as {@code replies}
     */
    public MqttPublisher(PahoMqtt5Configuration configuration, String what) {
        this.configuration = configuration;
        this.what = what;
        connector = new ScheduledThreadPoolExecutor(1, work -> {
            Thread thread = new Thread(work, "mqtt-connect-" + what);
            thread.setDaemon(true);
            return thread;
        });
        connector.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    @Override
    protected void doStart() throws MqttException {
        client = new MqttAsyncClient(configuration.getBrokerUrl(), "campanile-" + what + "-" + UUID.randomUUID(), new MemoryPersistence());
        DisconnectedBufferOptions kept = new DisconnectedBufferOptions();
        kept.setBufferEnabled(true);
        kept.setBufferSize(MOST_KEPT);
        client.setBufferOpts(kept);
        connector.execute(() -> connectOrTryAgain(1));
    }

    private void connectOrTryAgain(int pause) {
        try {
            client.connect(options()).waitForCompletion(PATIENCE.toMillis());
        } catch (MqttException e) {
            LOG.warn("The MQTT broker {} does not take our {} ({}); trying again in {} s",
                    configuration.getBrokerUrl(), what, e.getMessage(), pause);
            connector.schedule(() -> connectOrTryAgain(Math.min(2 * pause, LONGEST_PAUSE_S)), pause, TimeUnit.SECONDS);
        }
    }

    private MqttConnectionOptions options() {
        MqttConnectionOptions options = new MqttConnectionOptions();
        String all = configuration.getServerURIs() == null ? configuration.getBrokerUrl() : configuration.getServerURIs();
        options.setServerURIs(all.split(","));
        options.setUserName(configuration.getUserName());
        options.setPassword(configuration.getPassword().getBytes(StandardCharsets.UTF_8));
        options.setSocketFactory(configuration.getSocketFactory());
        options.setAutomaticReconnect(true);
        options.setAutomaticReconnectDelay(1, LONGEST_PAUSE_S);
        return options;
    }

    /**
     * @param correlation null when there is none
     * @param done        called once, on any thread: with null when the broker has it, else with what went wrong
     */
    void publish(String topic, byte[] payload, byte[] correlation, Consumer<Exception> done) {
        MqttMessage message = new MqttMessage(payload, 1, false, new MqttProperties());
        message.getProperties().setCorrelationData(correlation);
        try {
            client.publish(topic, message, null, new Confirmed(token -> done.accept(null), done));
        } catch (MqttException e) {
            done.accept(e);
        }
    }

    /**
     * Publishes what is of no use later: nothing is kept while the broker is away.
     *
     * @return the reason code of the PUBACK; fails when the broker is away, or refuses
     */
    CompletionStage<Integer> publishNow(String topic, MqttMessage message) {
        CompletableFuture<Integer> answered = new CompletableFuture<>();
        try {
            if (!client.isConnected()) {
                throw new MqttException(MqttClientException.REASON_CODE_CLIENT_NOT_CONNECTED);
            }
            client.publish(topic, message, null, new Confirmed(token -> answered.complete(reasonCode(token)),
                    answered::completeExceptionally));
        } catch (MqttException e) {
            answered.completeExceptionally(e);
        }
        return answered.orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    private static int reasonCode(IMqttToken token) {
        int[] codes = token.getReasonCodes();
        return codes == null || codes.length == 0 ? 0 : codes[0];
    }

    @Override
    protected void doStop() throws Exception {
        connector.shutdown();
        connector.awaitTermination(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        try {
            if (client.isConnected()) {
                client.disconnect().waitForCompletion(PATIENCE.toMillis());
            }
        } finally {
            client.close(true);
        }
    }

    private record Confirmed(Consumer<IMqttToken> taken, Consumer<Exception> refused) implements MqttActionListener {

        @Override
        public void onSuccess(IMqttToken token) {
            taken.accept(token);
        }

        @Override
        public void onFailure(IMqttToken token, Throwable failure) {
            refused.accept(failure instanceof Exception e ? e : new IllegalStateException("the broker refused a message", failure));
        }
    }
}
