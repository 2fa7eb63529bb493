package io.campanile.bench.load;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;

/** A watcher over WebSocket: subscribes to all devices, then is told. */
final class ReportEar implements Ear {

    private static final String SUBSCRIBE = "{\"service\":\"/api/device/subscribe\",\"request_id\":\"s\",\"values\":{\"all\":true}}";

    private final ReportLoad load;
    private final ReportWatcher watcher;
    private final boolean slow;
    private boolean subscribed;

    ReportEar(ReportLoad load, ReportWatcher watcher, boolean slow) {
        this.load = load;
        this.watcher = watcher;
        this.slow = slow;
    }

    @Override
    public void ready(Channel channel) {
        channel.writeAndFlush(Template.unmarked(SUBSCRIBE, channel.alloc()));
        if (slow) {
            ReportWatcher.slowDown(channel);
        }
    }

    @Override
    public void heard(ByteBuf in, int index, int length) {
        if (subscribed) {
            watcher.heard(in, index, length);
            return;
        }
        String answer = in.toString(index, length, US_ASCII);
        if (answer.contains("_response")) {
            subscribed = true;
            if (!answer.contains("\"code\":0,")) {
                load.fail("a watcher was answered " + answer);
            }
            load.opened();
        }
    }
}
