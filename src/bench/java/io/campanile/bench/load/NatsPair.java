package io.campanile.bench.load;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;

/** Through JetStream: a message is accepted when the stream says where it put it, and confirmed when the reader's word is on its way. */
final class NatsPair extends MessagePair {

    private static final String REFUSAL = "\"error\":";
    private static final String CONFIRMATION = " 4\r\n+ACK\r\n";
    /** As many as the gateway lets be unconfirmed. */
    private static final int UNCONFIRMED = 128;

    private final int port;
    private final byte[] publish;

    NatsPair(MessageLoad load, int number, int port) {
        super(load, number);
        this.port = port;
        this.publish = ("PUB messages.reader-" + number + " accepted." + number + ' ' + MESSAGE.length() + "\r\n").getBytes(US_ASCII);
    }

    @Override
    void connect() {
        open(new Reader());
        open(new Writer());
    }

    private void open(NatsReader.Listener listener) {
        load.opening(load.generator.connect(lane.loop, number, port, new NatsReader(listener)));
    }

    private static void say(Channel channel, String words) {
        channel.writeAndFlush(Unpooled.copiedBuffer(words, US_ASCII));
    }

    @Override
    void write(ByteBuf to, long turn, long mark) {
        to.writeBytes(publish);
        MESSAGE.writeText(to, mark);
        to.writeByte('\r').writeByte('\n');
    }

    private final class Writer implements NatsReader.Listener {

        @Override
        public void greeted(Channel channel) {
            say(channel, "CONNECT {\"verbose\":false}\r\nSUB accepted." + number + " 1\r\n");
            opened(channel);
        }

        @Override
        public void message(Channel channel, String reply, ByteBuf in, int index, int length) {
            String answer = in.toString(index, length, UTF_8);
            if (answer.contains(REFUSAL)) {
                fail("the writer", answer);
            }
            accepted();
        }

        @Override
        public void idle(Channel channel) {
            send();
        }

        @Override
        public void failed(String reason) {
            fail("the writer", reason);
        }
    }

    private final class Reader implements NatsReader.Listener {

        private final Recipient reader = reader();
        private boolean subscribed;

        @Override
        public void greeted(Channel channel) {
            String consumer = "{\"stream_name\":\"messages\",\"config\":{\"durable_name\":\"reader-" + number + "\",\"deliver_subject\":\"reader." + number
                    + "\",\"filter_subject\":\"messages.reader-" + number + "\",\"ack_policy\":\"explicit\",\"max_ack_pending\":" + UNCONFIRMED + "}}";
            say(channel, "CONNECT {\"verbose\":false}\r\nSUB reader." + number + " 1\r\nSUB made." + number + " 2\r\n"
                    + "PUB $JS.API.CONSUMER.DURABLE.CREATE.messages.reader-" + number + " made." + number + ' ' + consumer.length() + "\r\n" + consumer + "\r\n");
        }

        @Override
        public void message(Channel channel, String reply, ByteBuf in, int index, int length) {
            if (subscribed) {
                reader.came(Mark.find(in, index, length));
                ByteBuf confirmation = channel.alloc().buffer();
                ByteBufUtil.writeAscii(confirmation, "PUB " + reply + CONFIRMATION);
                channel.write(confirmation);
                return;
            }
            subscribed = true;
            String answer = in.toString(index, length, UTF_8);
            if (answer.contains(REFUSAL)) {
                reader.failed(answer);
            }
            reader.ready();
        }

        @Override
        public void idle(Channel channel) {
            channel.flush();
            reader.confirmed(reader.came());
            reader.idle();
        }

        @Override
        public void failed(String reason) {
            reader.failed(reason);
        }
    }
}
