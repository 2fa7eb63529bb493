package io.campanile.bench.load;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;

/** Confirms messages as an installation does (PROTOCOL 6), once for all that came at once. Confined to its event loop. */
final class ConfirmingEar implements Ear {

    private static final String PUSH = "\"service\":\"/push/message\"";

    private final Ear ear;
    private Channel channel;
    private String epoch;
    private long newest;
    private long confirmed;

    /** @param ear hears the same */
    ConfirmingEar(Ear ear) {
        this.ear = ear;
    }

    @Override
    public void ready(Channel opened) {
        channel = opened;
        ear.ready(opened);
    }

    @Override
    public void heard(ByteBuf in, int index, int length) {
        String text = in.toString(index, length, UTF_8);
        if (text.contains(PUSH)) {
            epoch = JsonField.text(text, "epoch");
            newest = JsonField.number(text, "inbox_seq");
        }
        ear.heard(in, index, length);
    }

    @Override
    public void idle() {
        if (newest > confirmed) {
            confirmed = newest;
            channel.writeAndFlush(Template.unmarked("{\"service\":\"/api/message/ack\",\"values\":{\"epoch\":\"" + epoch + "\",\"inbox_seq\":" + newest + "}}",
                    channel.alloc()));
        }
        ear.idle();
    }
}
