package io.campanile.bench.hostile;

/** What the gateway did is not what PROTOCOL says. */
public final class Unexpected extends RuntimeException {

    private static final long serialVersionUID = 1;

    Unexpected(String what) {
        super(what);
    }

    /** @throws Unexpected unless they are equal */
    static void unless(String what, Object expected, Object actual) {
        if (!expected.equals(actual)) {
            throw new Unexpected(what + ": PROTOCOL says " + expected + ", it was " + actual);
        }
    }
}
