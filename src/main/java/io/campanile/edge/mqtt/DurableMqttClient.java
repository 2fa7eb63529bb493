package io.campanile.edge.mqtt;

import java.time.Duration;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.eclipse.paho.mqttv5.client.IMqttToken;
import org.eclipse.paho.mqttv5.client.MqttCallback;
import org.eclipse.paho.mqttv5.client.MqttClient;
import org.eclipse.paho.mqttv5.client.MqttClientPersistence;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An MQTT client that connects once its callback is there, so that nothing a durable session kept can arrive before
 * someone listens, and that keeps trying, 1, 2, 4, 8, 16 s apart, until the broker is there (CAPABILITIES 0.12).
 */
final class DurableMqttClient extends MqttClient {

    private static final Logger LOG = LoggerFactory.getLogger(DurableMqttClient.class);
    private static final int LONGEST_PAUSE = 16;
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final MqttConnectionOptions options;
    private final String filter;
    private final int qos;
    private final ScheduledThreadPoolExecutor connector;

    DurableMqttClient(String broker, String clientId, MqttClientPersistence persistence, MqttConnectionOptions options,
                      String filter, int qos) throws MqttException {
        super(broker, clientId, persistence);
        this.options = options;
        this.filter = filter;
        this.qos = qos;
        this.connector = new ScheduledThreadPoolExecutor(1, work -> {
            Thread thread = new Thread(work, "mqtt-connect-" + clientId);
            thread.setDaemon(true);
            return thread;
        });
        connector.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        setTimeToWait(PATIENCE.toMillis());
    }

    @Override
    public void setCallback(MqttCallback callback) {
        super.setCallback(callback);
        connector.execute(() -> connectOrTryAgain(1));
    }

    private void connectOrTryAgain(int pause) {
        try {
            if (!isConnected()) {
                connect(options);
            }
            super.subscribe(filter, qos);
            LOG.info("Subscribed to {} as {}", filter, getClientId());
        } catch (MqttException e) {
            LOG.warn("The MQTT broker {} does not take {} ({}); trying again in {} s", getServerURI(), getClientId(), e.getMessage(), pause);
            connector.schedule(() -> connectOrTryAgain(Math.min(2 * pause, LONGEST_PAUSE)), pause, TimeUnit.SECONDS);
        }
    }

    /** The consumer subscribes when it starts and after each reconnect; before the first connect that is our work. */
    @Override
    public IMqttToken subscribe(String topicFilter, int quality) throws MqttException {
        return isConnected() ? super.subscribe(topicFilter, quality) : null;
    }

    /** Disconnects and frees the threads; the session stays with the broker. */
    void end() throws MqttException {
        connector.shutdown();
        // A client that is broken off in the middle of connecting may never come to an end (Paho 1.2.5)
        awaitConnector();
        try {
            if (isConnected()) {
                disconnect(PATIENCE.toMillis());
            } else {
                // A client that is still connecting refuses to close
                disconnectForcibly(0, 0, false);
            }
        } finally {
            close(true);
        }
    }

    private void awaitConnector() {
        try {
            connector.awaitTermination(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
