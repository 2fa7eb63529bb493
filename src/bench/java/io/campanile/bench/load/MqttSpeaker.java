package io.campanile.bench.load;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import java.util.function.Consumer;

/** Who publishes and subscribes over MQTT 5 at QoS 1. Confined to one event loop. */
final class MqttSpeaker implements PacketReader.Listener {

    private static final int PACKET_IDS = 65_535;

    private final String filter;
    private final Consumer<CallText> heard;
    private final Runnable ready;
    private final Consumer<String> failed;
    private Channel channel;
    private int said;

    /** @param filter what it hears */
    MqttSpeaker(String filter, Consumer<CallText> heard, Runnable ready, Consumer<String> failed) {
        this.filter = filter;
        this.heard = heard;
        this.ready = ready;
        this.failed = failed;
    }

    void say(String topic, String payload) {
        ByteBuf packet = channel.alloc().buffer();
        Mqtt.V5.publish(packet, topic.getBytes(UTF_8), said++ % PACKET_IDS + 1, payload.getBytes(UTF_8));
        channel.writeAndFlush(packet);
    }

    @Override
    public void connected(Channel opened) {
        channel = opened;
        opened.writeAndFlush(Mqtt.V5.subscribe(filter, 1));
    }

    @Override
    public void subscribed(Channel opened) {
        ready.run();
    }

    @Override
    public void published(ByteBuf in, int index, int length) {
        heard.accept(CallText.of(in, index, length));
    }

    @Override
    public void failed(String reason) {
        failed.accept(reason);
    }
}
