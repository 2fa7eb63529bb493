package io.campanile.bench.load;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/** {@link Sayings} that are written as fast as they are accepted; what the gateway has no time for is written again. Thread-safe. */
public final class Filling implements AutoCloseable {

    /** The node is overloaded, or this is more than it takes at a time (PROTOCOL 1): it is to be repeated. */
    private static final String AGAIN = ".*\"code\":(503|429),.*";
    private static final long AGAIN_MS = 1_000;

    private final long count;
    private final int writers;
    private final int window;
    private final LongAdder accepted = new LongAdder();
    private Crowd crowd;

    private Filling(long count, int writers, int window) {
        this.count = count;
        this.writers = writers;
        this.window = window;
    }

    /**
     * Connects, and begins.
     *
     * @param endpoint where those connect who may speak for others
     * @param window   how many each has under way at a time
     */
    public static Filling begin(Generator generator, Endpoint endpoint, long count, int writers, int window) throws InterruptedException {
        Filling filling = new Filling(count, writers, window);
        filling.crowd = Crowd.open(generator, endpoint, Dialect.PLAIN, writers, number -> filling.new Writer(number));
        return filling;
    }

    /** @throws IllegalStateException when a connection has failed, or one was refused */
    public boolean isDone() {
        crowd.requireWhole();
        return accepted.sum() == count;
    }

    @Override
    public void close() {
        crowd.close();
    }

    /** One connection. Confined to its event loop. */
    private final class Writer implements Ear {

        private Channel channel;
        private long next;

        private Writer(int number) {
            this.next = number;
        }

        @Override
        public void ready(Channel opened) {
            channel = opened;
            for (int i = 0; i < window; i++) {
                writeNext();
            }
            channel.flush();
        }

        private void writeNext() {
            if (next < count) {
                write(next);
                next += writers;
            }
        }

        private void write(long number) {
            channel.write(Template.unmarked(Sayings.request(number), channel.alloc()));
        }

        @Override
        public void heard(ByteBuf in, int index, int length) {
            long answered = Mark.find(in, index, length);
            String answer = in.toString(index, length, UTF_8);
            if (SocketRecipient.grants(answer)) {
                accepted.increment();
                writeNext();
            } else if (answered >= 0 && answer.matches(AGAIN)) {
                channel.eventLoop().schedule(() -> {
                    write(answered);
                    channel.flush();
                }, AGAIN_MS, TimeUnit.MILLISECONDS);
            } else {
                crowd.fail("a message was answered " + answer);
            }
        }

        @Override
        public void idle() {
            channel.flush();
        }
    }
}
