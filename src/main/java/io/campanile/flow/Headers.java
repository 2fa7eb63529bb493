package io.campanile.flow;

/** The headers by which our own flows speak to each other; every edge strips what comes from outside. */
public final class Headers {

    /** On a record of {@code device.changes}: what kind of change it tells. */
    public static final String CHANGE = "deviceChange";

    /** On a message that was replayed: the id of the dead letter that it was. */
    public static final String REPLAY_OF = "replayOf";

    private Headers() {
    }
}
