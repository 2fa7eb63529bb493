package io.campanile.ops.overload;

import io.campanile.domain.CodedException;
import io.campanile.domain.ErrorCode;
import io.campanile.ops.metrics.Drops;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

/**
 * Who is let in: accept less, never collapse. Connections that exist go on; what is refused is told when to come back, and
 * counted. Asked on event loops: never blocks. Thread-safe.
 */
public final class Admission {

    /**
     * A reason to refuse.
     *
     * @param closed       whether it holds now; must not block
     * @param text         what the sender is told
     * @param retryAfterMs when it may be over
     */
    public record Gate(Drops.Reason reason, BooleanSupplier closed, String text, long retryAfterMs) {
    }

    private final List<Gate> connections;
    private final List<Gate> requests;
    private final List<Gate> uploads;
    private final Drops drops;

    /**
     * @param connections what keeps new connections out
     * @param requests    what keeps requests by REST out
     * @param uploads     what keeps out, by whatever transport, what would be made durable
     */
    public Admission(List<Gate> connections, List<Gate> requests, List<Gate> uploads, Drops drops) {
        this.connections = List.copyOf(connections);
        this.requests = List.copyOf(requests);
        this.uploads = List.copyOf(uploads);
        this.drops = drops;
    }

    /** Lets everybody in. */
    public static Admission open(Drops drops) {
        return new Admission(List.of(), List.of(), List.of(), drops);
    }

    /** @throws CodedException 503 */
    public void connection() {
        pass(connections);
    }

    /** The same for who tells it in a way of its own. */
    public boolean refusesConnection() {
        try {
            pass(connections);
            return false;
        } catch (CodedException e) {
            return true;
        }
    }

    /** @throws CodedException 503 */
    public void request() {
        pass(requests);
    }

    /** @throws CodedException 503 */
    public void upload() {
        pass(uploads);
    }

    private void pass(List<Gate> gates) {
        for (int i = 0; i < gates.size(); i++) {
            Gate gate = gates.get(i);
            if (gate.closed().getAsBoolean()) {
                drops.count(gate.reason());
                throw new CodedException(ErrorCode.UNAVAILABLE, gate.text(), Map.of("retry_after_ms", gate.retryAfterMs()));
            }
        }
    }
}
