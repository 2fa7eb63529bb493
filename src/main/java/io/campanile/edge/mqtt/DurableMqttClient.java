package io.campanile.edge.mqtt;

import java.time.Duration;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
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
 * someone listens, and that keeps trying, 1, 2, 4, 8, 16 s apart, until the broker is there (CAPABILITIES 0.12); after a
 * connection was lost too, in place of Paho's own reconnect, which was seen to hang. By its source (1.2.5, ClientState.get) its
 * sender gives up for good when it finds anything but the CONNECT queued while it is not connected, such as an acknowledgement
 * that came late; whether that is the only way there is not known.
 */
final class DurableMqttClient extends MqttClient {

    private static final Logger LOG = LoggerFactory.getLogger(DurableMqttClient.class);
    private static final int LONGEST_PAUSE = 16;
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    /** On a connection that stands: Paho's sender may have given up on it, and then no answer comes ever. */
    private static final Duration SUBSCRIBE_PATIENCE = Duration.ofSeconds(2);

    private final MqttConnectionOptions options;
    private final String filter;
    private final int qos;
    private final ScheduledThreadPoolExecutor connector;
    private final AtomicBoolean reconnecting = new AtomicBoolean();

    DurableMqttClient(String broker, String clientId, MqttClientPersistence persistence, MqttConnectionOptions options,
                      String filter, int qos) throws MqttException {
        super(broker, clientId, persistence);
        this.options = options;
        options.setAutomaticReconnect(false);
        this.filter = filter;
        this.qos = qos;
        this.connector = new ScheduledThreadPoolExecutor(1, work -> {
            Thread thread = new Thread(work, "mqtt-connect-" + clientId);
            thread.setDaemon(true);
            return thread;
        });
        connector.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    @Override
    public void setCallback(MqttCallback callback) {
        super.setCallback(new ReconnectingCallback(callback, this::lost));
        connector.execute(() -> connectOrTryAgain(1));
    }

    /** Told more than once of one loss, and of the end. */
    private void lost() {
        if (!connector.isShutdown() && reconnecting.compareAndSet(false, true)) {
            connector.execute(() -> connectOrTryAgain(1));
        }
    }

    private void connectOrTryAgain(int pause) {
        try {
            if (!isConnected()) {
                if (reconnecting.get()) {
                    // Empties the queue of what came too late for the connection before
                    disconnectForcibly(0, 0, false);
                }
                setTimeToWait(PATIENCE.toMillis());
                connect(options);
            }
            setTimeToWait(SUBSCRIBE_PATIENCE.toMillis());
            super.subscribe(filter, qos);
            reconnecting.set(false);
            if (!isConnected()) {
                lost();
            }
            LOG.info("Subscribed to {} as {}", filter, getClientId());
        } catch (MqttException e) {
            reconnecting.set(true);
            drop();
            LOG.warn("The MQTT broker {} does not take {} ({}); trying again in {} s", getServerURI(), getClientId(), e.getMessage(), pause);
            connector.schedule(() -> connectOrTryAgain(Math.min(2 * pause, LONGEST_PAUSE)), pause, TimeUnit.SECONDS);
        }
    }

    /** A connection on which there is no answer to a subscription is of no use. */
    private void drop() {
        try {
            if (isConnected()) {
                disconnectForcibly(0, 0, false);
            }
        } catch (MqttException e) {
            LOG.debug("{} is not connected any more", getClientId(), e);
        }
    }

    /** The consumer subscribes when it starts; that is our work, after each connect. */
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
