package io.campanile.bench.load;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Whole calls. What arrives is a call that is over and told; the latency is that from the intended request until the last of the
 * three phones rings. A timed stretch begins {@link #TIMED_PER_SECOND} calls a second, or half of what the system comes to when that
 * is less, and lets every call ring for so long that {@link #AT_ONCE} live at a time.
 */
public final class CallLoad extends PacedLoad<CallLine> {

    /** Calls that live at a time. There must be some more lines, for those that end late. */
    public static final int AT_ONCE = 100;

    /** The rate that is wanted: half of a higher one would ask more of who is faster. */
    public static final double TIMED_PER_SECOND = 100;

    private static final double NANOS = 1e9;
    /** Where so few calls a second begin that fewer live at a time. */
    private static final double LONGEST_HOLD = 10 * NANOS;

    private final AtomicLong begun = new AtomicLong();
    private final AtomicLong complete = new AtomicLong();

    private CallLoad(Generator generator) {
        super(generator);
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
            load.awaitOpen(target.lines().size() * (CallLine.RESIDENTS + 1), OPEN_SECONDS);
            return load;
        } catch (IllegalStateException e) {
            load.close();
            throw e;
        }
    }

    private void signal(CallTarget target, CallTarget.Line line) {
        int number = senders.size();
        SignalledLine signalled = new SignalledLine(this, lane(number), number, line.sn());
        senders.add(signalled);
        speak(number, target.mqttPort(), signalled.door(), line.sn(), new String[] {line.sn(), line.secret()});
        for (int i = 0; i < CallLine.RESIDENTS; i++) {
            Endpoint endpoint = new Endpoint(target.httpPort(), "/ws", line.tokens().get(i));
            opening(generator.open(lane(number).loop, number, endpoint, signalled.phone(i)));
        }
    }

    private void relay(CallTarget target, CallTarget.Line line) {
        int number = senders.size();
        RelayedLine relayed = new RelayedLine(this, lane(number), number, line);
        senders.add(relayed);
        speak(number, target.mqttPort(), relayed.door(), line.sn(), null);
        for (int i = 0; i < CallLine.RESIDENTS; i++) {
            speak(number, target.mqttPort(), relayed.phone(i), line.residents().get(i), null);
        }
    }

    private void speak(int number, int port, MqttSpeaker speaker, String clientId, String[] login) {
        connect(number, port, Mqtt.V5, speaker, Mqtt.V5.connect(clientId, login, false));
    }

    /** @return whether that line's call is due and may begin; it then has */
    boolean admits(int line, long turn) {
        if (!due(line, turn, System.nanoTime())) {
            return false;
        }
        if (begun.incrementAndGet() - complete.get() > AT_ONCE && !timing().timed()) {
            begun.decrementAndGet();
            return false;
        }
        return true;
    }

    @Override
    public double timedSends(double mostSends) {
        return Math.min(TIMED_PER_SECOND, mostSends / 2);
    }

    /** @return for how long a call rings before it is answered */
    long holdNanos() {
        return timing() instanceof Pace.Open open ? (long) Math.min(LONGEST_HOLD, AT_ONCE / open.schedule().perSecond() * NANOS) : 0;
    }

    void complete() {
        complete.incrementAndGet();
    }

    @Override
    public long missing() {
        return begun.get() - complete.get();
    }
}
