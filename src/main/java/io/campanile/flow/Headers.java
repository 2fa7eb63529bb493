package io.campanile.flow;

/** The headers by which our own flows speak to each other; every edge strips what comes from outside. */
public final class Headers {

    /** On a record of {@code device.changes}: what kind of change it tells. */
    public static final String CHANGE = "deviceChange";

    private Headers() {
    }
}
