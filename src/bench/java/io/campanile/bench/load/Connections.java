package io.campanile.bench.load;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/** Connections of one purpose, over the generator's event loops: opened by the one who made it, and none may fail. Thread-safe. */
abstract class Connections implements AutoCloseable {

    static final int OPEN_SECONDS = 60;

    final Generator generator;
    final List<Lane> lanes;
    private final Queue<Channel> channels = new ConcurrentLinkedQueue<>();
    private final Semaphore opened = new Semaphore(0);
    private volatile String broken;

    Connections(Generator generator) {
        this.generator = generator;
        this.lanes = generator.lanes();
    }

    /** @return where connection {@code number} lives */
    final Lane lane(int number) {
        return lanes.get(number % lanes.size());
    }

    /** Connects, waits for that, and says the first words. */
    final void connect(int number, int port, Mqtt version, PacketReader.Listener listener, ByteBuf words) {
        opening(generator.connect(lane(number).loop, number, port, new PacketReader(version, listener))).writeAndFlush(words);
    }

    /** Waits until it is connected. */
    final Channel opening(ChannelFuture connection) {
        return kept(connection.syncUninterruptibly()).channel();
    }

    /** Closes it in the end. */
    final ChannelFuture kept(ChannelFuture connection) {
        channels.add(connection.channel());
        return connection;
    }

    /**
     * Waits until so many have {@link #opened}.
     *
     * @throws IllegalStateException when they do not in time, or one has failed
     */
    final void awaitOpen(int count, int seconds) throws InterruptedException {
        boolean all = opened.tryAcquire(count, seconds, TimeUnit.SECONDS);
        requireWhole();
        if (!all) {
            throw new IllegalStateException("not all were ready within " + seconds + " s");
        }
    }

    /** One is ready. */
    final void opened() {
        opened.release();
    }

    /** They are of no use any more; the first reason counts. */
    final void fail(String why) {
        if (broken == null) {
            broken = why;
        }
    }

    /** @throws IllegalStateException when one has failed */
    void requireWhole() {
        if (broken != null) {
            throw new IllegalStateException(broken);
        }
    }

    /** @return what arrived on all event loops */
    public long arrived() {
        requireWhole();
        return lanes.stream().mapToLong(Lane::count).sum();
    }

    /** @return latencies of all event loops, in ns */
    public final Histogram latencies() {
        return Lane.latencies(lanes);
    }

    @Override
    public void close() {
        fail("it was closed");
        channels.forEach(channel -> channel.close().syncUninterruptibly());
    }
}
