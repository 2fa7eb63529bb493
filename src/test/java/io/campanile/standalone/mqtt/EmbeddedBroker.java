package io.campanile.standalone.mqtt;

import io.campanile.domain.session.MqttAccounts;
import io.campanile.fixture.MqttPeer;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;

/** The broker of standalone mode, for tests elsewhere; it knows the device sn1. */
public final class EmbeddedBroker implements AutoCloseable {

    public static final String GATEWAY = MqttAccounts.GATEWAY;
    public static final String PASSWORD = RunningBroker.GATEWAY_PASSWORD;

    private final RunningBroker running;

    private EmbeddedBroker(RunningBroker running) {
        this.running = running;
    }

    /** @param port 0 takes a free one */
    public static EmbeddedBroker start(Path directory, int port) throws Exception {
        return new EmbeddedBroker(RunningBroker.start(directory, port));
    }

    public String url() {
        return running.url;
    }

    public int port() {
        return URI.create(running.url).getPort();
    }

    public MqttPeer device() throws Exception {
        return running.device("sn1");
    }

    public MqttPeer alice(String installation) throws Exception {
        return running.alice(installation);
    }

    public MqttPeer gateway() throws Exception {
        return running.gateway();
    }

    /** Runs the work once the durable subscription exists. */
    public void whenSubscribed(String clientId, String filter, Runnable work) {
        running.broker.whenSubscribed(Map.of(clientId, filter), work);
    }

    @Override
    public void close() throws Exception {
        running.close();
    }
}
