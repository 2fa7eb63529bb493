package io.campanile.bench.load;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;

/** Many WebSocket connections, none of which may end before it is closed. Thread-safe. */
public final class Crowd implements AutoCloseable {

    /** How many connect at a time: a server that is slow to accept must not be overrun by those that wait. */
    private static final int AT_A_TIME = 128;
    private static final int OPEN_SECONDS = 60;
    /** A server that takes nobody for the moment: one comes back, as often as there is time. */
    private static final String OVERLOADED = " 503 ";

    private final Dialect dialect;
    private final Semaphore connecting = new Semaphore(AT_A_TIME);
    private final ChannelGroup channels = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
    private volatile boolean closing;
    private volatile String broken;

    private Crowd(Dialect dialect) {
        this.dialect = dialect;
    }

    /** Opens connections that hear nothing. */
    public static Crowd open(Generator generator, Endpoint endpoint, int count) throws InterruptedException {
        return open(generator, number -> endpoint, count);
    }

    /** The same, each where its number says. */
    public static Crowd open(Generator generator, IntFunction<Endpoint> endpoints, int count) throws InterruptedException {
        return open(generator, endpoints, Dialect.PLAIN, count, number -> Ear.DEAF);
    }

    static Crowd open(Generator generator, Endpoint endpoint, Dialect dialect, int count, IntFunction<Ear> ears) throws InterruptedException {
        return open(generator, number -> endpoint, dialect, count, ears);
    }

    /**
     * Opens connections, and waits until all can be used. Connection {@code n} is on the loop {@link Generator#loop loop(n)}.
     *
     * @throws IllegalStateException when one cannot be opened
     */
    static Crowd open(Generator generator, IntFunction<Endpoint> endpoints, Dialect dialect, int count, IntFunction<Ear> ears)
            throws InterruptedException {
        Crowd crowd = new Crowd(dialect);
        for (int i = 0; i < count && crowd.broken == null; i++) {
            crowd.take(1);
            crowd.new Member(generator, i, endpoints.apply(i), ears.apply(i)).connect();
        }
        crowd.take(AT_A_TIME);
        crowd.connecting.release(AT_A_TIME);
        try {
            crowd.requireWhole();
        } catch (IllegalStateException e) {
            crowd.close();
            throw e;
        }
        return crowd;
    }

    private void take(int permits) throws InterruptedException {
        if (!connecting.tryAcquire(permits, OPEN_SECONDS, TimeUnit.SECONDS)) {
            close();
            throw new IllegalStateException("a connection was not open after " + OPEN_SECONDS + " s");
        }
    }

    /** @throws IllegalStateException when one of them has ended, or was told something that must not be */
    public void requireWhole() {
        if (broken != null) {
            throw new IllegalStateException("of the connections, one failed: " + broken);
        }
    }

    void fail(String why) {
        broken = why;
    }

    @Override
    public void close() {
        closing = true;
        channels.close().awaitUninterruptibly();
    }

    private final class Member implements FrameReader.Listener {

        private final Generator generator;
        private final int number;
        private final Endpoint endpoint;
        private final Ear ear;
        private boolean ready;
        private int refused;

        private Member(Generator generator, int number, Endpoint endpoint, Ear ear) {
            this.generator = generator;
            this.number = number;
            this.endpoint = endpoint;
            this.ear = ear;
        }

        private void connect() {
            generator.open(generator.loop(number), number, endpoint, this);
        }

        @Override
        public void opened(ChannelHandlerContext context) {
            channels.add(context.channel());
            if (dialect == Dialect.PLAIN) {
                ready(context.channel());
            }
        }

        private void ready(Channel channel) {
            ready = true;
            ear.ready(channel);
            connecting.release();
        }

        @Override
        public void text(ChannelHandlerContext context, ByteBuf in, int index, int length) {
            if (dialect == Dialect.PLAIN || length > 1 && in.getByte(index) == '4' && in.getByte(index + 1) == '2') {
                ear.heard(in, index, length);
            } else {
                negotiate(context, in.toString(index, length, UTF_8));
            }
        }

        private void negotiate(ChannelHandlerContext context, String text) {
            switch (text.substring(0, Math.min(2, text.length()))) {
                case "0{" -> say(context, "40");
                case "2" -> say(context, "3");
                case "40" -> ready(context.channel());
                default -> fail("it was told " + text);
            }
        }

        private void say(ChannelHandlerContext context, String text) {
            context.writeAndFlush(Template.unmarked(text, context.alloc()));
        }

        @Override
        public void idle(ChannelHandlerContext context) {
            if (ready) {
                ear.idle();
            }
        }

        @Override
        public void closed(String reason) {
            if (!closing && !ready && reason.contains(OVERLOADED) && ++refused < OPEN_SECONDS) {
                generator.loop(number).schedule(this::connect, 1, TimeUnit.SECONDS);
            } else if (!closing) {
                fail(reason);
                if (!ready) {
                    connecting.release();
                }
            }
        }
    }
}
