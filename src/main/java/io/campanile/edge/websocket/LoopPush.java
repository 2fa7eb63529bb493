package io.campanile.edge.websocket;

import io.campanile.domain.push.PushOutcome;
import io.campanile.domain.session.LiveConnection;
import io.vertx.core.buffer.Buffer;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;

/** One push on its way along the connections of one event loop; belongs to that loop. */
final class LoopPush {

    private final Function<LoopConnections, Collection<Connection>> candidates;
    private final Predicate<LiveConnection> matches;
    private final Buffer frame;
    private final Consumer<PushOutcome> done;
    private int matched;
    private int sent;
    private Map<String, Integer> failed = Map.of();

    /**
     * @param candidates asked when it is the push's turn
     * @param done       told once all candidates were looked at
     */
    LoopPush(Function<LoopConnections, Collection<Connection>> candidates, Predicate<LiveConnection> matches,
            Buffer frame, Consumer<PushOutcome> done) {
        this.candidates = candidates;
        this.matches = matches;
        this.frame = frame;
        this.done = done;
    }

    /** Those it is to be offered to, as they are now. */
    Collection<Connection> candidates(LoopConnections loop) {
        return candidates.apply(loop);
    }

    /** To be called once all candidates were looked at. */
    void end() {
        done.accept(new PushOutcome(matched, sent, failed));
    }

    void offer(Connection connection) {
        if (connection.isClosing() || !matches.test(connection)) {
            return;
        }
        matched++;
        if (connection.offer(frame)) {
            sent++;
        } else {
            if (failed.isEmpty()) {
                failed = new HashMap<>();
            }
            failed.merge("too_slow", 1, Integer::sum);
        }
    }
}
