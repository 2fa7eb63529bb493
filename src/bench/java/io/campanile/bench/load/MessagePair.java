package io.campanile.bench.load;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;

/** Two users, of whom one writes to the other. All connections are on one event loop, to which it is confined. */
abstract class MessagePair implements PacedLoad.Sender {

    /** Messages under way from one to the other. */
    private static final int WINDOW = 16;
    /** What is said, in whatever words carry it. */
    static final String CONTENT = "{\"text\":\"#0000000000 " + "x".repeat(80) + "\"}";
    /** The words where nobody else needs to know more. Its name begins with the time, as those do that our own client gives. */
    static final Template MESSAGE = Template.of("{\"type\":\"text\",\"client_msg_id\":\"0000000000000-0000000000\",\"content\":" + CONTENT + "}");

    final MessageLoad load;
    final Lane lane;
    final int number;
    /** The writer's. */
    private Channel channel;
    private volatile long turns;
    private long accepted;
    private long came;
    private long confirmed;
    private long repeats;

    MessagePair(MessageLoad load, int number) {
        this.load = load;
        this.number = number;
        this.lane = load.lane(number);
    }

    /** Opens the connections of both. */
    abstract void connect();

    /** Appends message {@code turn}, which carries that mark. */
    abstract void write(ByteBuf to, long turn, long mark);

    @Override
    public final void send() {
        ByteBuf messages = null;
        long now = System.nanoTime();
        while (underWay() < WINDOW && load.due(number, turns, now)) {
            messages = messages == null ? channel.alloc().buffer() : messages;
            write(messages, turns, turns);
            turns++;
        }
        if (messages != null) {
            channel.writeAndFlush(messages);
        }
    }

    @Override
    public final long turns() {
        return turns;
    }

    /** @return how many were sent, and are not both accepted and confirmed */
    final long underWay() {
        return turns - Math.min(accepted, confirmed);
    }

    final long repeats() {
        return repeats;
    }

    /** The writer can write. */
    final void opened(Channel writer) {
        channel = writer;
        load.opened();
    }

    /** The writer has the word that one more will not be lost. */
    final void accepted() {
        accepted++;
        count(Math.min(accepted - 1, confirmed));
    }

    private void count(long before) {
        long both = Math.min(accepted, confirmed);
        if (both > before) {
            lane.arrived(both - before);
        }
    }

    /** @return who reads, on whatever connection */
    final Recipient reader() {
        return new Reader();
    }

    final void fail(String who, String why) {
        load.fail("pair " + number + ", " + who + ": " + why);
    }

    private final class Reader implements Recipient {

        @Override
        public void ready() {
            load.opened();
        }

        @Override
        public void came(long mark) {
            if (mark < came) {
                repeats++;
            } else if (mark > came) {
                failed("message " + mark + " came where " + came + " had to");
            } else {
                came++;
                load.took(lane, number, mark);
            }
        }

        @Override
        public long came() {
            return came;
        }

        @Override
        public void confirmed(long upTo) {
            long before = Math.min(accepted, confirmed);
            confirmed = upTo;
            count(before);
        }

        @Override
        public void idle() {
            send();
        }

        @Override
        public void failed(String reason) {
            fail("the reader", reason);
        }
    }
}
