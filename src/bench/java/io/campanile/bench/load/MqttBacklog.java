package io.campanile.bench.load;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import java.util.List;
import java.util.stream.IntStream;

/** What waits at a broker for clients that are away: each has subscribed once at QoS 1, in a session that stays. */
final class MqttBacklog extends Connections {

    /** How many subscribe at a time. */
    private static final int AT_A_TIME = 100;
    private static final int FILL_SECONDS = 180;

    private final int port;
    private final Mqtt version;

    MqttBacklog(Generator generator, int port, Mqtt version) {
        super(generator);
        this.port = port;
        this.version = version;
    }

    /** @return the words with which client {@code number} comes, each time */
    static ByteBuf words(Mqtt version, int number) {
        return version.connect("client-" + number, null, true);
    }

    private static String topic(int number) {
        return "users/client-" + number + "/messages";
    }

    /** Message n of each client carries the mark n. */
    void fill(int clients, int waiting) throws InterruptedException {
        for (int first = 0; first < clients; first += AT_A_TIME) {
            int count = Math.min(AT_A_TIME, clients - first);
            IntStream.range(first, first + count).forEach(number -> connect(number, port, version, new Subscriber(number), words(version, number)));
            awaitOpen(count, OPEN_SECONDS);
        }
        List<Integer> all = IntStream.range(0, clients).boxed().toList();
        for (int i = 0; i < lanes.size(); i++) {
            connect(i, port, version, new Writer(lanes.get(i).own(all), waiting), version.connect("writer-" + i, null, false));
        }
        awaitOpen(lanes.size(), FILL_SECONDS);
    }

    /** Comes, subscribes, and goes. */
    private final class Subscriber implements PacketReader.Listener {

        private final int number;
        private boolean left;

        private Subscriber(int number) {
            this.number = number;
        }

        @Override
        public void connected(Channel channel) {
            channel.writeAndFlush(version.subscribe(topic(number), 1));
        }

        @Override
        public void subscribed(Channel channel) {
            left = true;
            channel.writeAndFlush(Mqtt.disconnect()).addListener(done -> channel.close());
        }

        @Override
        public void failed(String reason) {
            if (left) {
                opened();
            } else {
                fail("client " + number + ": " + reason);
            }
        }
    }

    /** Writes to its share of the clients, to each in turn. */
    private final class Writer implements PacketReader.Listener {

        private static final int WINDOW = 1_000;
        private static final int PACKET_IDS = 65_535;

        private final List<Integer> share;
        private final int total;
        private Channel channel;
        private int sent;
        private int confirmed;

        private Writer(List<Integer> share, int waiting) {
            this.share = share;
            this.total = share.size() * waiting;
        }

        @Override
        public void connected(Channel opened) {
            channel = opened;
        }

        @Override
        public void confirmed() {
            if (++confirmed == total) {
                opened();
            }
        }

        @Override
        public void idle() {
            if (channel == null || sent == total) {
                return;
            }
            ByteBuf packets = channel.alloc().buffer();
            for (; sent < total && sent - confirmed < WINDOW; sent++) {
                byte[] topic = topic(share.get(sent % share.size())).getBytes(US_ASCII);
                version.publish(packets, topic, sent % PACKET_IDS + 1, MessagePair.MESSAGE, sent / share.size());
            }
            channel.writeAndFlush(packets);
        }

        @Override
        public void failed(String reason) {
            fail("who writes: " + reason);
        }
    }
}
