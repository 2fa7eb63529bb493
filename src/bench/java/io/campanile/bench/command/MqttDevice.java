package io.campanile.bench.command;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.campanile.bench.system.MqttSession;
import io.campanile.bench.system.MqttSession.Login;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import org.eclipse.paho.mqttv5.common.MqttException;

/** A device over MQTT 5; every other one asks the broker to keep its session. */
final class MqttDevice extends Device {

    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private final String broker;
    private final Login login;
    private volatile MqttSession session;

    MqttDevice(String sn, String secret, String broker, boolean keepsSession, Habit habit, ScheduledExecutorService scheduler, long seed) {
        super(sn, habit, scheduler, seed);
        this.broker = broker;
        this.login = new Login(sn, sn, secret, keepsSession, PATIENCE);
    }

    @Override
    synchronized void connect() throws MqttException {
        disconnect();
        session = MqttSession.open(broker, login, List.of("devices/" + sn() + "/commands"), this::receive);
    }

    @Override
    synchronized void disconnect() {
        if (session != null) {
            session.close();
        }
    }

    @Override
    boolean isConnected() {
        return session != null && session.isConnected();
    }

    @Override
    void send(ObjectNode reply) throws MqttException {
        session.publish("devices/" + sn() + "/commands/reply", reply.toString());
    }
}
