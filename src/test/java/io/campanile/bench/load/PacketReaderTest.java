package io.campanile.bench.load;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.mqtt.MqttConnectMessage;
import io.netty.handler.codec.mqtt.MqttDecoder;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import io.netty.handler.codec.mqtt.MqttSubscribeMessage;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PacketReaderTest {

    private final List<String> heard = new ArrayList<>();
    private final EmbeddedChannel client = client(Mqtt.V5);

    private EmbeddedChannel client(Mqtt version) {
        return new EmbeddedChannel(new PacketReader(version, new PacketReader.Listener() {
            @Override
            public void connected(Channel channel) {
                heard.add("connected");
            }

            @Override
            public void confirmed() {
                heard.add("confirmed");
            }

            @Override
            public void published(ByteBuf in, int index, int length) {
                heard.add(in.toString(index, length, US_ASCII));
            }

            @Override
            public void failed(String reason) {
                heard.add(reason);
            }
        }));
    }

    @ParameterizedTest
    @EnumSource
    void whatIsPublishedIsReadAndConfirmedHoweverItIsCut(Mqtt version) {
        EmbeddedChannel client = client(version);
        ByteBuf bytes = Unpooled.buffer();
        Template payload = Template.of("#0000000000" + "x".repeat(200));
        version.publish(bytes, "devices/a/report".getBytes(US_ASCII), 9, payload, 5);
        version.publish(bytes, "devices/b/report".getBytes(US_ASCII), 10, payload, 6);

        while (bytes.isReadable()) {
            client.writeInbound(bytes.readRetainedSlice(Math.min(7, bytes.readableBytes())));
        }

        assertThat(heard).containsExactly("#0000000005" + "x".repeat(200), "#0000000006" + "x".repeat(200));
        ByteBuf first = client.readOutbound();
        assertThat(first.getUnsignedShort(2)).isEqualTo(9);
    }

    @Test
    void aConfirmationWithOrWithoutAReasonIsOne() {
        client.writeInbound(Unpooled.wrappedBuffer(new byte[] {0x40, 2, 0, 1, 0x40, 3, 0, 2, 0x10}));

        assertThat(heard).containsExactly("confirmed", "confirmed");
    }

    @Test
    void aRefusalIsTold() {
        client.writeInbound(Unpooled.wrappedBuffer(new byte[] {0x20, 3, 0, (byte) 0x86, 0}));

        assertThat(heard).contains("it was refused to connect: 0x86");
    }

    @Test
    void aRefusalByItsOlderCodeIsToldToo() {
        client(Mqtt.V3_1_1).writeInbound(Unpooled.wrappedBuffer(new byte[] {0x20, 2, 0, 5}));

        assertThat(heard).contains("it was refused to connect: 0x5");
    }

    @ParameterizedTest
    @EnumSource
    void aBrokerReadsWhatIsSent(Mqtt version) {
        EmbeddedChannel broker = new EmbeddedChannel(new MqttDecoder());
        ByteBuf publish = Unpooled.buffer();
        version.publish(publish, "devices/a/report".getBytes(US_ASCII), 3, Template.of("#0000000000"), 8);

        broker.writeInbound(version.connect("keeper", new String[] {"user", "secret"}, true), version.subscribe("devices/+/report", 1), publish);

        MqttConnectMessage connect = broker.readInbound();
        assertThat(connect.payload().clientIdentifier()).isEqualTo("keeper");
        assertThat(connect.payload().passwordInBytes()).asString(US_ASCII).isEqualTo("secret");
        assertThat(connect.variableHeader().isCleanSession()).isFalse();
        MqttSubscribeMessage subscribe = broker.readInbound();
        assertThat(subscribe.payload().topicSubscriptions().get(0).topicFilter()).isEqualTo("devices/+/report");
        MqttPublishMessage published = broker.readInbound();
        assertThat(published.payload().toString(US_ASCII)).isEqualTo("#0000000008");
    }
}
