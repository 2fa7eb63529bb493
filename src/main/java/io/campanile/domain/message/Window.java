package io.campanile.domain.message;

/** The part of a conversation that is for somebody: the numbers above {@code above} up to {@code upTo}. */
public record Window(long above, long upTo) {

    /** Everything. */
    public static final Window ALL = new Window(0, Long.MAX_VALUE);

    /** The first number behind it. */
    public long end() {
        return upTo == Long.MAX_VALUE ? upTo : upTo + 1;
    }
}
