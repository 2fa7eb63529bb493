package io.campanile.bench.call;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Duration;

/** A door or a resident: what it hears, and how it acts. It connects again by itself when its connection breaks. */
abstract class Party implements AutoCloseable {

    static final ObjectMapper JSON = new ObjectMapper();
    static final Duration PATIENCE = Duration.ofSeconds(20);
    static final int CONFLICT = 409;
    /** Nobody answered; it may or may not have been done. */
    static final int UNANSWERED = 0;
    static final int DONE = 200;

    private final String id;
    private final Mailbox mailbox = new Mailbox();

    Party(String id) {
        this.id = id;
    }

    String id() {
        return id;
    }

    Mailbox mailbox() {
        return mailbox;
    }

    /** By what it acts, for the verdict. */
    abstract String transport();

    /** Connects if it is not; fails while the gateway is away. */
    abstract void connect() throws Exception;

    /** @return {@link #DONE}, the code of the refusal, or {@link #UNANSWERED} */
    abstract int act(String callId, String action) throws InterruptedException;

    @Override
    public abstract void close();
}
