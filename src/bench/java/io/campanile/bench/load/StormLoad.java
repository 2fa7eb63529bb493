package io.campanile.bench.load;

import io.netty.channel.ChannelFuture;
import io.netty.channel.EventLoop;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.ToLongFunction;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Clients that come back all at once, to messages that wait for them; one that is sent away comes again. What arrives is a
 * message that was confirmed; the latency is the time from the beginning until a client has confirmed all of its own.
 */
public final class StormLoad extends Connections implements Load {

    /** How a client comes; does not wait for it. */
    private interface Arrival {
        ChannelFuture of(EventLoop loop, int number, Recipient recipient);
    }

    /** How the gateway sends away who shall come again: overloaded, or told too slow. */
    private static final Pattern COME_AGAIN = Pattern.compile(".*HTTP/1\\.1 503.*|.*closed with (1013|4008)");
    /** As its {@code Retry-After} says, and up to so much later: who comes again together is sent away together. */
    private static final long AGAIN_MS = 5_000;

    private final int waiting;
    private final List<Client> clients;
    private final Arrival arrival;
    private volatile long began;

    private StormLoad(Generator generator, int clients, int waiting, Arrival arrival) {
        super(generator);
        this.waiting = waiting;
        this.arrival = arrival;
        this.clients = IntStream.range(0, clients).mapToObj(Client::new).toList();
    }

    /** At the gateway, where the messages wait. @param tokens of the clients */
    public static StormLoad overWebSocket(Generator generator, int port, List<String> tokens, int waiting) {
        return new StormLoad(generator, tokens.size(), waiting, (loop, number, recipient) -> generator.open(loop, number,
                new Endpoint(port, "/ws?client_id=phone", tokens.get(number)), new SocketRecipient(recipient)));
    }

    /**
     * At a broker; lets messages wait there first, for sessions that outlive the connection.
     *
     * @throws IllegalStateException when they cannot
     */
    public static StormLoad overMqtt(Generator generator, int port, Mqtt version, int clients, int waiting) throws InterruptedException {
        try (MqttBacklog backlog = new MqttBacklog(generator, port, version)) {
            backlog.fill(clients, waiting);
        }
        return new StormLoad(generator, clients, waiting, (loop, number, recipient) -> {
            MqttRecipient listener = new MqttRecipient(version, null, recipient);
            ChannelFuture connection = generator.connect(loop, number, port, new PacketReader(version, listener));
            connection.addListener((ChannelFuture done) -> {
                if (done.isSuccess()) {
                    done.channel().writeAndFlush(MqttBacklog.words(version, number));
                } else {
                    listener.failed(done.cause().toString());
                }
            });
            return connection;
        });
    }

    @Override
    public void begin(Pace pace) {
        began = System.nanoTime();
        for (Lane lane : lanes) {
            lane.loop.execute(() -> lane.own(clients).forEach(Client::come));
        }
    }

    @Override
    public void end() {
        // They come once
    }

    @Override
    public boolean settled() {
        return missing() == 0;
    }

    @Override
    public long missing() {
        return (long) clients.size() * waiting - arrived();
    }

    @Override
    public String remark() {
        return Stream.of(told(client -> client.sentAway, "%,d times a client was sent away and came again"),
                told(client -> client.repeats, "%,d messages came more than once")).filter(remark -> !remark.isEmpty()).collect(Collectors.joining("; "));
    }

    private String told(ToLongFunction<Client> count, String words) {
        long sum = lanes.stream().mapToLong(lane -> lane.call(() -> lane.own(clients).stream().mapToLong(count).sum())).sum();
        return sum == 0 ? "" : String.format(Locale.ROOT, words, sum);
    }

    private final class Client implements Recipient {

        private final int number;
        private final BitSet marks = new BitSet();
        private long confirmed;
        private long repeats;
        private long sentAway;

        private Client(int number) {
            this.number = number;
        }

        private void come() {
            kept(arrival.of(lane(number).loop, number, this));
        }

        @Override
        public void ready() {
            // What waits comes by itself
        }

        @Override
        public void came(long mark) {
            if (marks.get((int) mark)) {
                repeats++;
            }
            marks.set((int) mark);
        }

        @Override
        public long came() {
            return marks.cardinality();
        }

        @Override
        public void confirmed(long upTo) {
            if (upTo > confirmed) {
                lane(number).arrived(upTo - confirmed);
                confirmed = upTo;
                if (confirmed == waiting) {
                    lane(number).took(System.nanoTime() - began);
                }
            }
        }

        @Override
        public void failed(String reason) {
            if (COME_AGAIN.matcher(reason).matches()) {
                sentAway++;
                lane(number).loop.schedule(this::come, AGAIN_MS + ThreadLocalRandom.current().nextLong(AGAIN_MS), TimeUnit.MILLISECONDS);
            } else {
                fail("client " + number + ": " + reason);
            }
        }
    }
}
