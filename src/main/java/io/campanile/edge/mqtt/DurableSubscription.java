package io.campanile.edge.mqtt;

import io.campanile.edge.mqtt.DurableMqttComponent.DurableMqttEndpoint;
import java.time.Duration;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.apache.camel.component.paho.mqtt5.PahoMqtt5Configuration;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The subscription of a session that outlives its connections, held by one {@link BrokerConnection} after another: when the
 * broker does not take it, or a connection is lost, the next is tried 1, 2, 4, 8, 16 s apart (CAPABILITIES 0.12). Thread-safe.
 */
final class DurableSubscription {

    private static final Logger LOG = LoggerFactory.getLogger(DurableSubscription.class);
    private static final int LONGEST_PAUSE = 16;
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final DurableMqttEndpoint endpoint;
    private final PahoMqtt5Configuration configuration;
    private final BrokerConnection.Receiver receiver;
    /** One thread, which makes the connections: so there is at most one, and each is known before its loss is. */
    private final ScheduledThreadPoolExecutor connector;
    private volatile BrokerConnection connection;

    DurableSubscription(DurableMqttEndpoint endpoint, BrokerConnection.Receiver receiver) {
        this.endpoint = endpoint;
        this.configuration = endpoint.getConfiguration();
        this.receiver = receiver;
        this.connector = new ScheduledThreadPoolExecutor(1, work -> {
            Thread thread = new Thread(work, "mqtt-connect-" + configuration.getClientId());
            thread.setDaemon(true);
            return thread;
        }, new ThreadPoolExecutor.DiscardPolicy());
        connector.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    /** Does not wait for the broker. */
    void begin() {
        connector.execute(() -> connectOrTryAgain(1));
    }

    private void connectOrTryAgain(int pause) {
        try {
            connection = new BrokerConnection(configuration.getBrokerUrl(), configuration.getClientId(), receiver, this::lost);
            connection.open(options(), endpoint.getTopic(), configuration.getQos());
            LOG.info("Subscribed to {} as {}", endpoint.getTopic(), configuration.getClientId());
        } catch (MqttException e) {
            drop();
            LOG.warn("The MQTT broker {} does not take {} ({}); trying again in {} s",
                    configuration.getBrokerUrl(), configuration.getClientId(), e.getMessage(), pause);
            connector.schedule(() -> connectOrTryAgain(Math.min(2 * pause, LONGEST_PAUSE)), pause, TimeUnit.SECONDS);
        }
    }

    private MqttConnectionOptions options() {
        MqttConnectionOptions options = endpoint.connectionOptions();
        options.setAutomaticReconnect(false);
        return options;
    }

    private void lost(BrokerConnection which) {
        connector.execute(() -> {
            // One that was lost before it was open is being tried again already
            if (connection == which) {
                drop();
                connectOrTryAgain(1);
            }
        });
    }

    private void drop() {
        if (connection != null) {
            connection.drop();
            connection = null;
        }
    }

    /** The session stays with the broker. An attempt to connect that has begun is waited for, up to 10 s. */
    void end() {
        connector.shutdown();
        try {
            connector.awaitTermination(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        BrokerConnection last = connection;
        if (last != null) {
            last.close();
        }
    }
}
