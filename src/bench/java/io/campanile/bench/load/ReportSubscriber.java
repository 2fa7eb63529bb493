package io.campanile.bench.load;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;

/** Who subscribes to all reports over MQTT 5. */
final class ReportSubscriber implements PacketReader.Listener {

    private static final String ALL = "devices/+/report";

    private final ReportLoad load;
    private final int qos;
    private final ReportWatcher watcher;

    /** @param watcher null for one that only takes and confirms */
    ReportSubscriber(ReportLoad load, int qos, ReportWatcher watcher) {
        this.load = load;
        this.qos = qos;
        this.watcher = watcher;
    }

    @Override
    public void connected(Channel channel) {
        channel.writeAndFlush(Mqtt.V5.subscribe(ALL, qos));
    }

    @Override
    public void subscribed(Channel channel) {
        load.opened();
    }

    @Override
    public void published(ByteBuf in, int index, int length) {
        if (watcher != null) {
            watcher.heard(in, index, length);
        }
    }

    @Override
    public void failed(String reason) {
        load.fail((watcher == null ? "the keeper: " : "a watcher: ") + reason);
    }
}
