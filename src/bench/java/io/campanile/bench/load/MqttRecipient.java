package io.campanile.bench.load;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;

/** A recipient at a broker: what came at QoS 1 counts as confirmed when its PUBACK is on its way. */
final class MqttRecipient implements PacketReader.Listener {

    private final Mqtt version;
    private final String filter;
    private final Recipient recipient;

    /** @param filter null for one whose session has its subscription */
    MqttRecipient(Mqtt version, String filter, Recipient recipient) {
        this.version = version;
        this.filter = filter;
        this.recipient = recipient;
    }

    @Override
    public void connected(Channel channel) {
        if (filter == null) {
            recipient.ready();
        } else {
            channel.writeAndFlush(version.subscribe(filter, 1));
        }
    }

    @Override
    public void subscribed(Channel channel) {
        recipient.ready();
    }

    @Override
    public void published(ByteBuf in, int index, int length) {
        recipient.came(Mark.find(in, index, length));
    }

    @Override
    public void idle() {
        recipient.confirmed(recipient.came());
        recipient.idle();
    }

    @Override
    public void failed(String reason) {
        recipient.failed(reason);
    }
}
