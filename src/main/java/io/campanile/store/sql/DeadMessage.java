package io.campanile.store.sql;

import io.campanile.domain.message.Fate;
import io.campanile.domain.message.Trace;
import io.campanile.domain.message.Trace.Event;
import io.campanile.domain.message.Trace.State;
import io.campanile.domain.message.TraceVerdict;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/** A message that was accepted and could not be numbered: it is no message of any conversation, but a dead letter. */
final class DeadMessage {

    private static final String FLOW = "message-deliver";
    /** More dead letters of the flow, and an operator has been called long since. */
    private static final int LOOKED_AT = 1_000;

    private record Letter(String id, String cause, long failedAt, Map<String, Object> fields) {
    }

    private DeadMessage() {
    }

    /** Empty when no dead letter is that message. */
    static Optional<Trace> find(Handle handle, String msgId) {
        return handle.createQuery("SELECT id, cause, failed_at, body FROM dead_letter WHERE flow = ? AND NOT truncated ORDER BY id DESC LIMIT ?")
                .bind(0, FLOW).bind(1, LOOKED_AT)
                .map((row, context) -> {
                    String body = new String(row.getBytes("body"), StandardCharsets.UTF_8);
                    return !body.contains('"' + msgId + '"') || !body.startsWith("{") ? null
                            : new Letter(row.getString("id"), row.getString("cause"), row.getLong("failed_at"), Json.object(body));
                }).stream().filter(letter -> letter != null && msgId.equals(letter.fields().get("msg_id"))).findFirst().map(letter -> trace(msgId, letter));
    }

    private static Trace trace(String msgId, Letter letter) {
        String sender = String.valueOf(letter.fields().get("sender_id"));
        String to = String.valueOf(letter.fields().getOrDefault("to", letter.fields().get("room_id")));
        long acceptedAt = letter.fields().get("timestamp") instanceof Number at ? at.longValue() : letter.failedAt();
        List<Fate> fates = List.of(new Fate(to, State.DEAD, acceptedAt, letter.failedAt(), null, 0, null, 0, false, null, "it could not be numbered, " + letter.cause()));
        return new Trace(msgId, sender, Set.of(to), TraceVerdict.of(fates), State.DEAD, List.of(
                new Event(acceptedAt, "accepted", sender, null, null, null),
                new Event(letter.failedAt(), "dead", to, null, null, "dead letter " + letter.id())));
    }
}
