package io.campanile.bench.load;

import java.util.List;
import java.util.Locale;
import java.util.function.IntFunction;

/**
 * Pairs of users, of whom one writes to the other. What arrives is a message that was accepted, came to its recipient, and was
 * confirmed; the latency is that from the intended send until it came. Each has to come after the one before it.
 */
public final class MessageLoad extends PacedLoad<MessagePair> {

    private MessageLoad(Generator generator) {
        super(generator);
    }

    /**
     * Through the gateway.
     *
     * @param tokens of users {@code writer-0}, {@code reader-0}, {@code writer-1}, …
     * @throws IllegalStateException when a connection cannot be opened
     */
    public static MessageLoad overWebSocket(Generator generator, int port, List<String> tokens) throws InterruptedException {
        MessageLoad load = new MessageLoad(generator);
        return load.open(tokens.size() / 2, number -> new SocketPair(load, number, port, tokens.get(2 * number), tokens.get(2 * number + 1)));
    }

    /**
     * Through a broker, at QoS 1, to sessions that outlive the connection.
     *
     * @param login whether each user gives a name, at {@code localhost}
     * @throws IllegalStateException when a connection cannot be opened
     */
    public static MessageLoad overMqtt(Generator generator, int port, Mqtt version, boolean login, int pairs) throws InterruptedException {
        MessageLoad load = new MessageLoad(generator);
        return load.open(pairs, number -> new MqttPair(load, number, port, version, login));
    }

    /**
     * Through JetStream, from the stream {@code messages}, for each recipient a durable consumer that confirms each message.
     *
     * @throws IllegalStateException when a connection cannot be opened
     */
    public static MessageLoad overNats(Generator generator, int port, int pairs) throws InterruptedException {
        MessageLoad load = new MessageLoad(generator);
        return load.open(pairs, number -> new NatsPair(load, number, port));
    }

    private MessageLoad open(int pairs, IntFunction<MessagePair> pair) throws InterruptedException {
        try {
            for (int i = 0; i < pairs; i++) {
                MessagePair next = pair.apply(i);
                senders.add(next);
                next.connect();
            }
            awaitOpen(2 * pairs, OPEN_SECONDS);
            return this;
        } catch (IllegalStateException e) {
            close();
            throw e;
        }
    }

    @Override
    public long missing() {
        return lanes.stream().mapToLong(lane -> lane.call(() -> lane.own(senders).stream().mapToLong(MessagePair::underWay).sum())).sum();
    }

    @Override
    public String remark() {
        long repeats = lanes.stream().mapToLong(lane -> lane.call(() -> lane.own(senders).stream().mapToLong(MessagePair::repeats).sum())).sum();
        return repeats == 0 ? "" : String.format(Locale.ROOT, "%,d messages came more than once", repeats);
    }
}
