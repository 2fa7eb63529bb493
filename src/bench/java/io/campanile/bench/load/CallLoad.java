package io.campanile.bench.load;

import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.HdrHistogram.Histogram;

/**
 * Whole calls. What arrives is a call that is over and told; the latency is that from the intended request until the last of the
 * three phones rings. A timed stretch lets every call ring for so long that {@link #AT_ONCE} live at a time.
 */
public final class CallLoad implements Load {

    /** Calls that live at a time. There must be some more lines, for those that end late. */
    public static final int AT_ONCE = 100;

    private static final int OPEN_SECONDS = 60;
    private static final double NANOS = 1e9;
    /** Where so few calls a second begin that fewer live at a time. */
    private static final double LONGEST_HOLD = 10 * NANOS;

    private final Generator generator;
    private final List<Lane> lanes;
    private final List<CallLine> lines = new ArrayList<>();
    private final Queue<Channel> channels = new ConcurrentLinkedQueue<>();
    private final Semaphore opened = new Semaphore(0);
    private final AtomicLong begun = new AtomicLong();
    private final AtomicLong complete = new AtomicLong();
    private volatile String broken;
    private volatile Pace pace;
    /** Of the stretch that is under way, or still arriving; with each line's first turn in it. */
    private volatile Pace timing = Pace.UNBOUNDED;
    private volatile long[] firstTurns;

    private CallLoad(Generator generator) {
        this.generator = generator;
        this.lanes = generator.lanes();
    }

    /**
     * Opens the connections.
     *
     * @throws IllegalStateException when one cannot be opened
     */
    public static CallLoad open(Generator generator, CallTarget target) throws InterruptedException {
        CallLoad load = new CallLoad(generator);
        try {
            for (CallTarget.Line line : target.lines()) {
                if (target.relays()) {
                    load.relay(target, line);
                } else {
                    load.signal(target, line);
                }
            }
            load.awaitOpen(target.lines().size() * (CallLine.RESIDENTS + 1));
            return load;
        } catch (IllegalStateException e) {
            load.close();
            throw e;
        }
    }

    private void signal(CallTarget target, CallTarget.Line line) {
        int number = lines.size();
        SignalledLine signalled = new SignalledLine(this, lanes.get(number % lanes.size()), number, line.sn());
        lines.add(signalled);
        connect(number, target.mqttPort(), signalled.door(), line.sn(), new String[] {line.sn(), line.secret()});
        for (int i = 0; i < CallLine.RESIDENTS; i++) {
            Endpoint endpoint = new Endpoint(target.httpPort(), "/ws", line.tokens().get(i));
            channels.add(generator.open(loop(number), number, endpoint, signalled.phone(i)).syncUninterruptibly().channel());
        }
    }

    private void relay(CallTarget target, CallTarget.Line line) {
        int number = lines.size();
        RelayedLine relayed = new RelayedLine(this, lanes.get(number % lanes.size()), number, line);
        lines.add(relayed);
        connect(number, target.mqttPort(), relayed.door(), line.sn(), null);
        for (int i = 0; i < CallLine.RESIDENTS; i++) {
            connect(number, target.mqttPort(), relayed.phone(i), line.residents().get(i), null);
        }
    }

    private void connect(int number, int port, MqttSpeaker speaker, String clientId, String[] login) {
        Channel channel = generator.connect(loop(number), number, port, new PacketReader(speaker)).syncUninterruptibly().channel();
        channels.add(channel);
        channel.writeAndFlush(Packets.connect(clientId, login, false));
    }

    private EventLoop loop(int number) {
        return lanes.get(number % lanes.size()).loop;
    }

    private void awaitOpen(int count) throws InterruptedException {
        boolean all = opened.tryAcquire(count, OPEN_SECONDS, TimeUnit.SECONDS);
        requireWhole();
        if (!all) {
            throw new IllegalStateException("not all could connect and subscribe within " + OPEN_SECONDS + " s");
        }
    }

    void opened() {
        opened.release();
    }

    void fail(String why) {
        if (broken == null) {
            broken = why;
        }
    }

    private void requireWhole() {
        if (broken != null) {
            throw new IllegalStateException(broken);
        }
    }

    /** @return whether that line's call is due and may begin; it then has */
    boolean admits(int line, long turn) {
        Pace current = pace;
        if (current == null || !current.due(place(line, turn), System.nanoTime())) {
            return false;
        }
        if (begun.incrementAndGet() - complete.get() > AT_ONCE && !current.timed()) {
            begun.decrementAndGet();
            return false;
        }
        return true;
    }

    /** @return which call of this stretch it is */
    private long place(int line, long turn) {
        return line + (turn - firstTurns[line]) * lines.size();
    }

    /** All phones of a call ring. */
    void rang(Lane lane, int line, long turn) {
        Pace current = timing;
        if (current.timed()) {
            lane.took(System.nanoTime() - current.intended(place(line, turn)));
        }
    }

    /** @return for how long a call rings before it is answered */
    long holdNanos() {
        return timing instanceof Pace.Open open ? (long) Math.min(LONGEST_HOLD, AT_ONCE / open.schedule().perSecond() * NANOS) : 0;
    }

    void complete() {
        complete.incrementAndGet();
    }

    @Override
    public void begin(Pace next) {
        firstTurns = lines.stream().mapToLong(CallLine::turns).toArray();
        timing = next;
        pace = next;
        for (Lane lane : lanes) {
            List<CallLine> own = lane.own(lines);
            lane.begin(() -> own.forEach(CallLine::ring));
        }
    }

    @Override
    public void end() {
        pace = null;
        lanes.forEach(Lane::end);
    }

    @Override
    public boolean settled() {
        return missing() == 0;
    }

    @Override
    public long arrived() {
        requireWhole();
        return lanes.stream().mapToLong(Lane::count).sum();
    }

    @Override
    public long missing() {
        return begun.get() - complete.get();
    }

    @Override
    public Histogram latencies() {
        return Lane.latencies(lanes);
    }

    @Override
    public void close() {
        broken = "it was closed";
        channels.forEach(channel -> channel.close().syncUninterruptibly());
    }
}
