package io.campanile.integration;

import io.campanile.fixture.MqttPeer;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.eclipse.paho.mqttv5.common.MqttException;

/** A device that reports ten times a second whatever happens, and reports again what the broker did not confirm. */
final class SteadyDevice implements AutoCloseable {

    private static final long PERIOD_MS = 100;

    private final String broker;
    private final String sn;
    private final String secret;
    private final List<String> confirmed = new CopyOnWriteArrayList<>();
    private final Queue<String> besides = new ConcurrentLinkedQueue<>();
    private final ScheduledExecutorService work = Executors.newSingleThreadScheduledExecutor();
    private MqttPeer peer;
    private int next;

    SteadyDevice(String broker, String sn, String secret) {
        this.broker = broker;
        this.sn = sn;
        this.secret = secret;
        work.scheduleWithFixedDelay(this::report, 0, PERIOD_MS, TimeUnit.MILLISECONDS);
    }

    private void report() {
        String id = "r-" + next;
        try {
            if (peer == null || !peer.isConnected()) {
                peer = MqttPeer.connect(broker, sn, sn, secret);
            }
            if (!besides.isEmpty() && peer.publish("devices/" + sn + "/report", besides.peek()) == 0) {
                besides.remove();
            }
            if (peer.publish("devices/" + sn + "/report", "{\"report_id\":\"" + id + "\",\"ts\":" + (1000 + next) + "}") == 0) {
                confirmed.add(id);
                next++;
            }
        } catch (MqttException e) {
            // The broker is away: as a device does, once more in a moment
        }
    }

    /** Says something else, once, in the midst of its reports. */
    void say(String report) {
        besides.add(report);
    }

    /** The reports that the broker took on, by their ids. */
    List<String> confirmed() {
        return confirmed;
    }

    @Override
    public void close() throws Exception {
        work.shutdown();
        work.awaitTermination(15, TimeUnit.SECONDS);
        if (peer != null) {
            peer.close();
        }
    }
}
