package io.campanile.bench.load;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;

/** Through a broker: a message is accepted when its PUBACK comes, and confirmed when the reader's is on its way. */
final class MqttPair extends MessagePair {

    private static final int PACKET_IDS = 65_535;

    private final int port;
    private final Mqtt version;
    private final boolean login;
    private final byte[] topic;

    MqttPair(MessageLoad load, int number, int port, Mqtt version, boolean login) {
        super(load, number);
        this.port = port;
        this.version = version;
        this.login = login;
        this.topic = ("users/reader-" + number + "/messages").getBytes(US_ASCII);
    }

    @Override
    void connect() {
        connect("reader-" + number, true, new MqttRecipient(version, new String(topic, US_ASCII), reader()));
        connect("writer-" + number, false, new Writer());
    }

    private void connect(String user, boolean durable, PacketReader.Listener listener) {
        load.connect(number, port, version, listener, version.connect(user, login ? new String[] {user + "@localhost", "any"} : null, durable));
    }

    @Override
    void write(ByteBuf to, long turn, long mark) {
        version.publish(to, topic, (int) (turn % PACKET_IDS) + 1, MESSAGE, mark);
    }

    private final class Writer implements PacketReader.Listener {

        @Override
        public void connected(Channel channel) {
            opened(channel);
        }

        @Override
        public void confirmed() {
            accepted();
        }

        @Override
        public void idle() {
            send();
        }

        @Override
        public void failed(String reason) {
            fail("the writer", reason);
        }
    }
}
