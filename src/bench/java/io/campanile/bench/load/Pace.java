package io.campanile.bench.load;

/** How fast a load is sent. */
public sealed interface Pace {

    /** As fast as the window of unanswered sends lets. */
    Pace UNBOUNDED = new Unbounded();

    /** @return an open loop that begins now */
    static Pace of(double perSecond) {
        return new Open(new Schedule(System.nanoTime(), perSecond));
    }

    /** @return whether send {@code n} is due at {@code now}, by {@link System#nanoTime} */
    boolean due(long n, long now);

    /** @return whether sends wait for the clock, and latency is worth recording */
    boolean timed();

    /** @return when send {@code n} was meant to happen */
    long intended(long n);

    /** @hidden */
    record Unbounded() implements Pace {
        @Override
        public boolean due(long n, long now) {
            return true;
        }

        @Override
        public boolean timed() {
            return false;
        }

        @Override
        public long intended(long n) {
            throw new UnsupportedOperationException("an unbounded load has no times");
        }
    }

    /** @hidden */
    record Open(Schedule schedule) implements Pace {
        @Override
        public boolean due(long n, long now) {
            return schedule.intended(n) <= now;
        }

        @Override
        public boolean timed() {
            return true;
        }

        @Override
        public long intended(long n) {
            return schedule.intended(n);
        }
    }
}
