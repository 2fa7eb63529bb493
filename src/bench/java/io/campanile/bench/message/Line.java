package io.campanile.bench.message;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** One connection of an installation. What it hears it tells its {@link Correspondent}. */
abstract class Line {

    static final ObjectMapper JSON = new ObjectMapper();
    static final long PATIENCE_MS = 5_000;

    /** The highest number that was pushed on it; belongs to its correspondent. */
    long last;
    /** The highest that was confirmed on it; the same. */
    long confirmed;
    /** Whether it has ended; the same. */
    boolean over;

    /** Blocks until it is open; used once. */
    abstract void open() throws Exception;

    /** Sends a request; without effect when the connection is gone. Does not block. */
    abstract void ask(Request request, String requestId, ObjectNode values);

    /** Drops the connection without a word. */
    abstract void cut();

    /** What is asked for: as a service, and as the end of a topic. */
    enum Request {
        SEND, ACK;

        String word() {
            return name().toLowerCase();
        }
    }
}
