package io.campanile.bench.load;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import java.util.ArrayDeque;
import java.util.Queue;

/** A recipient at the gateway: confirms once what came at once, which counts when that is answered. */
final class SocketRecipient implements FrameReader.Listener {

    /** Where a frame says whether it answers: {@code {"op":"galbot_response"}. */
    private static final int KIND = "{\"op\":\"galbot_".length();

    private final Recipient recipient;
    /** How many had come, for each confirmation that was not answered yet. */
    private final Queue<Long> unanswered = new ArrayDeque<>();
    private String latest;

    SocketRecipient(Recipient recipient) {
        this.recipient = recipient;
    }

    /** @return whether the frame answers a request; else it is a push */
    static boolean answers(ByteBuf in, int index) {
        return in.getByte(index + KIND) == 'r';
    }

    /** @return whether that answer grants what was asked for */
    static boolean grants(String answer) {
        return answer.contains("\"result\":true");
    }

    @Override
    public void opened(ChannelHandlerContext context) {
        recipient.ready();
    }

    @Override
    public void text(ChannelHandlerContext context, ByteBuf in, int index, int length) {
        if (answers(in, index)) {
            String answer = in.toString(index, length, UTF_8);
            if (grants(answer)) {
                recipient.confirmed(unanswered.remove());
            } else {
                recipient.failed(answer);
            }
            return;
        }
        long mark = Mark.find(in, index, length);
        if (mark >= 0) {
            recipient.came(mark);
            latest = in.toString(index, length, UTF_8);
        }
    }

    @Override
    public void idle(ChannelHandlerContext context) {
        if (latest != null) {
            context.writeAndFlush(Template.unmarked("{\"service\":\"/api/message/ack\",\"request_id\":\"a\",\"values\":{\"epoch\":\""
                    + JsonField.text(latest, "epoch") + "\",\"inbox_seq\":" + JsonField.number(latest, "inbox_seq") + "}}", context.alloc()));
            unanswered.add(recipient.came());
            latest = null;
        }
        recipient.idle();
    }

    @Override
    public void closed(String reason) {
        recipient.failed(reason);
    }
}
