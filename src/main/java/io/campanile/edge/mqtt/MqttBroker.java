package io.campanile.edge.mqtt;

import io.campanile.settings.SettingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import org.apache.camel.component.paho.mqtt5.PahoMqtt5Configuration;
import org.eclipse.paho.mqttv5.client.MqttClient;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttException;

/** The broker that the gateway is set to, before the flows need it. */
public final class MqttBroker {

    /** One that was started together with us gets the time to begin. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration PAUSE = Duration.ofMillis(500);

    private MqttBroker() {
    }

    /**
     * Connects once, to tell a setting that is wrong from a broker that goes away later, which is waited for.
     *
     * @throws SettingException when it is not there, or does not let us in, within 10 s
     */
    public static void require(PahoMqtt5Configuration configuration) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            try {
                connectOnce(configuration);
                return;
            } catch (MqttException e) {
                if (System.nanoTime() > deadline) {
                    throw new SettingException("the MQTT broker at " + configuration.getServerURIs() + " does not take us ("
                            + e.getMessage() + "): start it, or correct mqtt.broker-url, mqtt.username and mqtt.password", e);
                }
                LockSupport.parkNanos(PAUSE.toNanos());
            }
        }
    }

    private static void connectOnce(PahoMqtt5Configuration configuration) throws MqttException {
        MqttConnectionOptions options = new MqttConnectionOptions();
        options.setServerURIs(configuration.getServerURIs().split(","));
        options.setUserName(configuration.getUserName());
        options.setPassword(configuration.getPassword().getBytes(StandardCharsets.UTF_8));
        options.setSocketFactory(configuration.getSocketFactory());
        options.setConnectionTimeout((int) PATIENCE.toSeconds());
        MqttClient client = new MqttClient(configuration.getBrokerUrl(), "campanile-" + UUID.randomUUID(), new MemoryPersistence());
        try {
            client.setTimeToWait(PATIENCE.toMillis());
            client.connect(options);
            client.disconnect();
        } finally {
            client.close();
        }
    }
}
