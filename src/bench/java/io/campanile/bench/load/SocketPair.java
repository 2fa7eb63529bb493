package io.campanile.bench.load;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;

/** Through the gateway: a message is accepted when its send is answered, and confirmed when its confirmation is. */
final class SocketPair extends MessagePair {

    private final int port;
    private final String writerToken;
    private final String readerToken;
    private final Template message;

    SocketPair(MessageLoad load, int number, int port, String writerToken, String readerToken) {
        super(load, number);
        this.port = port;
        this.writerToken = writerToken;
        this.readerToken = readerToken;
        this.message = Template.of("{\"service\":\"/api/message/send\",\"request_id\":\"s\",\"values\":{\"to\":\"reader-" + number
                + "\",\"type\":\"text\",\"client_msg_id\":\"0000000000000-0000000000\",\"content\":" + CONTENT + "}}");
    }

    @Override
    void connect() {
        open(readerToken, new SocketRecipient(reader()));
        open(writerToken, new Writer());
    }

    private void open(String token, FrameReader.Listener listener) {
        load.opening(load.generator.open(lane.loop, number, new Endpoint(port, "/ws?client_id=phone", token), listener));
    }

    @Override
    void write(ByteBuf to, long turn, long mark) {
        message.write(to, mark);
    }

    /** Its own messages come to it too, and so do receipts: both need nothing. */
    private final class Writer implements FrameReader.Listener {

        @Override
        public void opened(ChannelHandlerContext context) {
            SocketPair.this.opened(context.channel());
        }

        @Override
        public void text(ChannelHandlerContext context, ByteBuf in, int index, int length) {
            if (SocketRecipient.answers(in, index)) {
                String answer = in.toString(index, length, UTF_8);
                if (SocketRecipient.grants(answer)) {
                    accepted();
                } else {
                    fail("the writer", answer);
                }
            }
        }

        @Override
        public void idle(ChannelHandlerContext context) {
            send();
        }

        @Override
        public void closed(String reason) {
            fail("the writer", reason);
        }
    }
}
