package io.campanile.bench.load;

import org.HdrHistogram.Histogram;

/** A load on one system, which can be begun and ended many times. To be driven by one thread. */
public interface Load extends AutoCloseable {

    /** Starts to send; what an earlier stretch recorded is forgotten. */
    void begin(Pace pace);

    /** Sends nothing more. */
    void end();

    /** @return whether all that was sent has arrived wherever it should */
    boolean settled();

    /** @return what has arrived, over all stretches; never falls */
    long arrived();

    /** @return how many sends a second make so many arrivals a second */
    default double sendsFor(double arrivalsPerSecond) {
        return arrivalsPerSecond;
    }

    /** @return sends a second in a stretch of latencies, of a system that keeps up with so many: half of them */
    default double timedSends(double mostSends) {
        return mostSends / 2;
    }

    /** @return what was sent and has not arrived everywhere, for the words of a failure */
    long missing();

    /** @return latencies of this stretch in ns, from the intended send; empty for an unbounded pace */
    Histogram latencies();

    /** @return what one should know about what arrived, over all stretches; empty when nothing */
    default String remark() {
        return "";
    }

    @Override
    void close();
}
