package io.campanile.edge.mqtt;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.apache.camel.component.paho.mqtt5.PahoMqtt5Configuration;
import org.eclipse.paho.mqttv5.client.MqttClient;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttException;

/**
 * A connection to the broker, kept only to ask whether it is well: it must confirm a message that nobody reads, as it does
 * for devices. For one thread.
 */
public final class MqttPing implements AutoCloseable {

    private static final String TOPIC = "campanile/health";
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private final PahoMqtt5Configuration configuration;
    private final String clientId;
    private MqttClient client;

    public MqttPing(PahoMqtt5Configuration configuration, String clientId) {
        this.configuration = configuration;
        this.clientId = clientId;
    }

    /** @throws MqttException when the broker does not answer within 3 s */
    public synchronized void ask() throws MqttException {
        try {
            if (client == null) {
                client = new MqttClient(configuration.getBrokerUrl(), clientId, new MemoryPersistence());
                client.setTimeToWait(PATIENCE.toMillis());
                client.connect(options());
            }
            client.publish(TOPIC, new byte[0], 1, false);
        } catch (MqttException e) {
            close();
            throw e;
        }
    }

    private MqttConnectionOptions options() {
        MqttConnectionOptions options = new MqttConnectionOptions();
        options.setServerURIs(configuration.getServerURIs().split(","));
        options.setUserName(configuration.getUserName());
        options.setPassword(configuration.getPassword().getBytes(StandardCharsets.UTF_8));
        options.setSocketFactory(configuration.getSocketFactory());
        options.setConnectionTimeout((int) PATIENCE.toSeconds());
        options.setSessionExpiryInterval(0L);
        return options;
    }

    @Override
    public synchronized void close() throws MqttException {
        MqttClient ended = client;
        client = null;
        if (ended != null) {
            try {
                ended.disconnectForcibly(0, 0, false);
            } finally {
                ended.close(true);
            }
        }
    }
}
