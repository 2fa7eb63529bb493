package io.campanile.standalone.mqtt;

import static io.netty.handler.codec.mqtt.MqttProperties.MqttPropertyType.SESSION_EXPIRY_INTERVAL;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.campanile.domain.session.MqttAccounts;
import io.campanile.fixture.MqttPeer;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.mqtt.MqttEncoder;
import io.netty.handler.codec.mqtt.MqttMessageBuilders;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttVersion;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a client is sent whose session goes on, as its bytes come. */
class ArtemisBrokerSessionTest {

    private static final List<String> DEVICES = List.of("sn1", "sn2", "system");
    private static final List<String> BURST = Collections.nCopies(10, "{}");
    private static final int CONNECTS = 80;
    private static final int CONNACK = 0x20;
    private static final int PUBLISH = 0x32;
    private static final int IDENTIFIERS = 65_535;
    private static final int BACKLOG = 12_000;

    @TempDir
    Path directory;
    private RunningBroker broker;

    @BeforeEach
    void start() throws Exception {
        broker = RunningBroker.start(directory);
        try (MqttPeer gateway = RunningBroker.durableGateway(broker.url)) {
            gateway.subscribe("devices/+/report");
        }
    }

    @AfterEach
    void stop() throws Exception {
        broker.close();
    }

    /** A client that is told something before it knows that it is connected may take it, and its own answer, for an error. */
    @Test
    void whatASessionKeptComesBehindTheConnack() throws Exception {
        AtomicBoolean reporting = new AtomicBoolean(true);
        CountDownLatch begun = new CountDownLatch(DEVICES.size());
        ExecutorService threads = Executors.newFixedThreadPool(DEVICES.size());
        try {
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
            List<Integer> first = new ArrayList<>();
            for (int i = 0; i < CONNECTS; i++) {
                try (Socket socket = connected()) {
                    first.add(socket.getInputStream().read());
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

    @Test
    void whatIsNeverConfirmedIsSentAgainHoweverOftenTheClientComesBack() throws Exception {
        try (MqttPeer device = broker.device("sn1")) {
            device.publishMany("devices/sn1/report", Collections.nCopies(BACKLOG, "{}"));
        }
        for (int sent = 0; sent <= IDENTIFIERS; sent += BACKLOG) {
            try (Socket socket = connected()) {
                DataInputStream in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
                assertThat(packet(in)).isEqualTo(CONNACK);
                for (int i = 0; i < BACKLOG; i++) {
                    assertThat(packet(in) & PUBLISH).as("report %d, after %d before", i, sent).isEqualTo(PUBLISH);
                }
            }
        }
    }

    /** Reads one, and says of what type it is; no packet here is longer than 127 bytes. */
    private static int packet(DataInputStream in) throws IOException {
        int type = in.readUnsignedByte();
        in.skipNBytes(in.readUnsignedByte());
        return type;
    }

    private Socket connected() throws IOException {
        Socket socket = new Socket("127.0.0.1", URI.create(broker.url).getPort());
        socket.setSoTimeout(5_000);
        socket.getOutputStream().write(connect());
        return socket;
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
