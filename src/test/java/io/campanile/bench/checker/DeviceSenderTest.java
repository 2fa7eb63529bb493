package io.campanile.bench.checker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.mqtt.MqttConnectMessage;
import io.netty.handler.codec.mqtt.MqttConnectReturnCode;
import io.netty.handler.codec.mqtt.MqttMessageBuilders;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A device behaves as a real one does: a window in flight, and everything unconfirmed again after a break. */
class DeviceSenderTest {

    private static final byte SUCCESS = 0;
    private static final byte NO_MATCHING_SUBSCRIBERS = 0x10;
    private static final byte QUOTA_EXCEEDED = (byte) 0x97;

    @TempDir
    private Path directory;
    private Journal journal;
    private DeviceSender sender;

    @BeforeEach
    void open() throws Exception {
        journal = new Journal(directory.resolve("log"));
        Clock still = Clock.fixed(Instant.ofEpochMilli(1000), ZoneOffset.UTC);
        sender = new DeviceSender(new Entry.Device("d1", "retail"), "secret", 3, journal, new Meter(), still);
    }

    @AfterEach
    void close() throws Exception {
        journal.close();
    }

    @Test
    void itConnectsAsTheProtocolWants() {
        MqttConnectMessage connect = new EmbeddedChannel(sender).readOutbound();

        assertThat(connect.variableHeader().version()).isEqualTo(5);
        assertThat(connect.variableHeader().isCleanSession()).isTrue();
        assertThat(connect.payload().clientIdentifier()).isEqualTo("d1");
        assertThat(connect.payload().userName()).isEqualTo("d1");
        assertThat(connect.payload().passwordInBytes()).isEqualTo("secret".getBytes(UTF_8));
    }

    @Test
    void itFillsTheWindowAndSendsOnAsReportsAreConfirmed() {
        EmbeddedChannel connection = connected();

        assertThat(published(connection)).containsExactly("r-1@1000", "r-2@1001", "r-3@1002");

        confirm(connection, 1, SUCCESS);
        confirm(connection, 2, NO_MATCHING_SUBSCRIBERS);

        assertThat(published(connection)).containsExactly("r-4@1003", "r-5@1004");
        assertThat(sender.tally()).isEqualTo(new DeviceSender.Tally(2, 2));
    }

    @Test
    void afterABreakItSendsTheUnconfirmedAgainInOrderAndUnchanged() {
        EmbeddedChannel lost = connected();
        published(lost);
        confirm(lost, 2, SUCCESS);
        lost.close();

        assertThat(published(connected())).containsExactly("r-1@1000", "r-3@1002", "r-4@1003");
    }

    @Test
    void aRefusedReportIsNotConfirmedAndComesAgain() {
        EmbeddedChannel refusing = connected();
        published(refusing);
        confirm(refusing, 1, QUOTA_EXCEEDED);

        assertThat(refusing.isOpen()).isFalse();
        assertThat(sender.tally().confirmed()).isZero();
        assertThat(published(connected())).startsWith("r-1@1000");
    }

    @Test
    void aReportConfirmedTwiceCountsOnce() {
        EmbeddedChannel connection = connected();
        confirm(connection, 1, SUCCESS);
        confirm(connection, 1, SUCCESS);

        assertThat(sender.tally().confirmed()).isOne();
    }

    @Test
    void onceStoppedItSendsNothingNewAndSettles() {
        EmbeddedChannel connection = connected();
        published(connection);
        sender.stop();
        for (int packet = 1; packet <= 3; packet++) {
            assertThat(sender.settled()).isFalse();
            confirm(connection, packet, SUCCESS);
        }

        assertThat(published(connection)).isEmpty();
        assertThat(sender.settled()).isTrue();
    }

    @Test
    void itLogsWhatItSentAndWhatWasConfirmed() throws Exception {
        confirm(connected(), 1, SUCCESS);
        journal.flush();

        assertThat(Files.readAllLines(directory.resolve("log/sent.tsv"))).hasSize(4).startsWith("Sent\td1\t1\t1000");
        assertThat(Files.readAllLines(directory.resolve("log/confirmed.tsv"))).containsExactly("Confirmed\td1\t1\t1000");
    }

    private EmbeddedChannel connected() {
        EmbeddedChannel connection = new EmbeddedChannel(sender);
        connection.readOutbound();
        connection.writeInbound(MqttMessageBuilders.connAck()
                .returnCode(MqttConnectReturnCode.CONNECTION_ACCEPTED).build());
        return connection;
    }

    private static void confirm(EmbeddedChannel connection, int packetId, byte reason) {
        connection.writeInbound(MqttMessageBuilders.pubAck().packetId((short) packetId)
                .reasonCode(reason).build());
    }

    private static List<String> published(EmbeddedChannel connection) {
        List<String> reports = new ArrayList<>();
        for (MqttPublishMessage m = connection.readOutbound(); m != null; m = connection.readOutbound()) {
            reports.add(m.payload().toString(UTF_8).replaceAll(".*\"report_id\":\"(r-\\d+)\",\"ts\":(\\d+).*", "$1@$2"));
        }
        return reports;
    }
}
