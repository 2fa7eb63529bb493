package io.campanile.standalone.mqtt;

import static io.netty.handler.codec.mqtt.MqttProperties.MqttPropertyType.SESSION_EXPIRY_INTERVAL;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.campanile.domain.session.MqttAccounts;
import io.campanile.fixture.MqttPeer;
import io.campanile.fixture.MqttPeer.Received;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.mqtt.MqttEncoder;
import io.netty.handler.codec.mqtt.MqttMessageBuilders;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttVersion;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * MQTT 5, 4.6: what a client publishes on one topic comes in the order in which it was published; and 3.2: the first packet
 * that a client is sent is the CONNACK.
 */
class ArtemisBrokerOrderTest {

    private static final List<String> DEVICES = List.of("sn1", "sn2", "system");
    private static final int REPORTS = 10_000;
    private static final List<String> BURST = Collections.nCopies(10, "{}");
    private static final int CONNECTS = 80;
    private static final byte CONNACK = 0x20;

    @TempDir
    Path directory;

    @Test
    void noMessageOvertakesAnotherOfItsClient() throws Exception {
        List<String> numbers = IntStream.rangeClosed(1, REPORTS).mapToObj(String::valueOf).toList();
        ExecutorService threads = Executors.newFixedThreadPool(DEVICES.size());
        try (RunningBroker broker = RunningBroker.start(directory);
                MqttPeer gateway = RunningBroker.durableGateway(broker.url)) {
            gateway.subscribe("devices/+/report");
            List<Future<?>> publishing = DEVICES.stream().<Future<?>>map(sn -> threads.submit(() -> {
                try (MqttPeer device = broker.device(sn)) {
                    device.publishMany("devices/" + sn + "/report", numbers);
                }
                return null;
            })).toList();

            Map<String, Integer> last = new HashMap<>();
            int overtakings = 0;
            for (int i = 0; i < DEVICES.size() * REPORTS; i++) {
                Received report = gateway.next();
                int number = Integer.parseInt(report.text());
                overtakings += number == last.getOrDefault(report.topic(), 0) + 1 ? 0 : 1;
                last.put(report.topic(), number);
            }
            for (Future<?> one : publishing) {
                one.get();
            }
            assertThat(overtakings).isZero();
        } finally {
            threads.shutdown();
        }
    }

    /** A client that is told something before it knows that it is connected may take it, and its own answer, for an error. */
    @Test
    void whatASessionKeptComesBehindTheConnack() throws Exception {
        AtomicBoolean reporting = new AtomicBoolean(true);
        CountDownLatch begun = new CountDownLatch(DEVICES.size());
        ExecutorService threads = Executors.newFixedThreadPool(DEVICES.size());
        try (RunningBroker broker = RunningBroker.start(directory)) {
            try (MqttPeer gateway = RunningBroker.durableGateway(broker.url)) {
                gateway.subscribe("devices/+/report");
            }
            DEVICES.forEach(sn -> threads.submit(() -> {
                try (MqttPeer device = broker.device(sn)) {
                    while (reporting.get()) {
                        device.publishMany("devices/" + sn + "/report", BURST);
                        begun.countDown();
                    }
                }
                return null;
            }));
            begun.await();
            List<Byte> first = new ArrayList<>();
            for (int i = 0; i < CONNECTS; i++) {
                try (Socket socket = new Socket("127.0.0.1", URI.create(broker.url).getPort())) {
                    socket.getOutputStream().write(connect());
                    first.add((byte) socket.getInputStream().read());
                }
            }
            reporting.set(false);
            threads.shutdown();
            assertThat(threads.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
            assertThat(first).containsOnly(CONNACK);
        } finally {
            threads.shutdown();
        }
    }

    /** Of the durable gateway: the session goes on. */
    private static byte[] connect() {
        EmbeddedChannel channel = new EmbeddedChannel(MqttEncoder.INSTANCE);
        MqttProperties session = new MqttProperties();
        session.add(new MqttProperties.IntegerProperty(SESSION_EXPIRY_INTERVAL.value(), -1));
        channel.writeOutbound(MqttMessageBuilders.connect().protocolVersion(MqttVersion.MQTT_5).clientId("campanile-durable")
                .username(MqttAccounts.GATEWAY).password(RunningBroker.GATEWAY_PASSWORD.getBytes(UTF_8))
                .cleanSession(false).keepAlive(60).properties(session).build());
        ByteBuf bytes = channel.readOutbound();
        return ByteBufUtil.getBytes(bytes);
    }
}
