package io.campanile.store.sql;

import io.campanile.domain.call.CallAction;
import io.campanile.domain.call.CallEvent;
import io.campanile.domain.call.CallMove;
import io.campanile.domain.call.CallSession;
import io.campanile.domain.call.CallSignal;
import io.campanile.domain.call.CallStart;
import io.campanile.domain.call.CallState;
import io.campanile.domain.call.Party;
import io.campanile.domain.session.Principal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/** Rows of {@code call_session}, {@code call_party} and {@code call_event} as calls, within somebody's transaction; used once. */
final class CallRows {

    private final Handle handle;

    CallRows(Handle handle) {
        this.handle = handle;
    }

    /** Holds the row of the call until the transaction ends, and reads it as it is then. */
    Optional<CallSession> hold(String callId) {
        return read(List.of(callId), " FOR UPDATE").stream().findFirst();
    }

    /** Calls by their ids, in the order of these; without those that are not there. */
    List<CallSession> read(List<String> callIds) {
        return callIds.isEmpty() ? List.of() : read(callIds, "");
    }

    private List<CallSession> read(List<String> callIds, String hold) {
        // Before the others, since what these rows are held against writes to them
        Map<String, Function<List<CallEvent>, CallSession>> begun = new HashMap<>();
        Map<String, List<String>> targets = new HashMap<>();
        Map<String, Set<String>> busy = new HashMap<>();
        handle.createQuery("SELECT call_id, device_id, started_by_kind, started_by, request_id, created_at, ring_until FROM call_session "
                        + "WHERE call_id IN (<ids>)" + hold).bindList("ids", callIds)
                .map((row, context) -> begun.put(row.getString("call_id"), begun(row, targets, busy))).list();
        handle.createQuery("SELECT call_id, user_id, busy FROM call_party WHERE call_id IN (<ids>)").bindList("ids", callIds)
                .map((row, context) -> {
                    targets.computeIfAbsent(row.getString("call_id"), id -> new ArrayList<>()).add(row.getString("user_id"));
                    return row.getBoolean("busy") && busy.computeIfAbsent(row.getString("call_id"), id -> new HashSet<>()).add(row.getString("user_id"));
                }).list();
        Map<String, List<CallEvent>> events = new HashMap<>();
        handle.createQuery("SELECT call_id, seq, at, side, action, said_by, resident_id, sent_at, reason, move, state FROM call_event "
                        + "WHERE call_id IN (<ids>) ORDER BY call_id, seq").bindList("ids", callIds)
                .map((row, context) -> events.computeIfAbsent(row.getString("call_id"), id -> new ArrayList<>()).add(event(row))).list();
        return callIds.stream().filter(begun::containsKey).map(id -> begun.get(id).apply(events.get(id))).toList();
    }

    /** The call, once its parties and events are there. */
    private static Function<List<CallEvent>, CallSession> begun(ResultSet row, Map<String, List<String>> targets, Map<String, Set<String>> busy)
            throws SQLException {
        String id = row.getString("call_id");
        Party by = new Party(Principal.Kind.valueOf(row.getString("started_by_kind")), row.getString("started_by"));
        String deviceId = row.getString("device_id");
        String requestId = row.getString("request_id");
        long at = row.getLong("created_at");
        long ringUntil = row.getLong("ring_until");
        return events -> CallSession.of(new CallStart(id, deviceId, targets.get(id), busy.getOrDefault(id, Set.of()), by, requestId, at, ringUntil), events);
    }

    private static CallEvent event(ResultSet row) throws SQLException {
        long sentAt = row.getLong("sent_at");
        Long timestamp = row.wasNull() ? null : sentAt;
        CallSignal signal = new CallSignal(CallSignal.Side.valueOf(row.getString("side")), CallAction.valueOf(row.getString("action")),
                row.getString("said_by"), row.getString("resident_id"), timestamp, row.getString("reason"));
        return new CallEvent(row.getInt("seq"), signal, CallMove.valueOf(row.getString("move")), CallState.valueOf(row.getString("state")),
                row.getLong("at"));
    }

    /** A new call, without its events. */
    void insert(CallSession call) {
        CallStart start = call.start();
        handle.execute("INSERT INTO call_session (call_id, device_id, started_by_kind, started_by, request_id, created_at, ring_until, "
                        + "state, end_reason, ended_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                start.callId(), start.deviceId(), start.startedBy().kind().name(), start.startedBy().id(), start.requestId(), start.at(),
                start.ringUntil(), call.state().name(), call.endReason() == null ? null : call.endReason().name(), call.endedAt());
        PreparedBatch parties = handle.prepareBatch("INSERT INTO call_party (call_id, user_id, busy) VALUES (?, ?, ?)");
        start.targets().forEach(target -> parties.add(start.callId(), target, start.busy().contains(target)));
        parties.execute();
    }

    /** What has happened now, as not told yet. */
    void append(String callId, List<CallEvent> events) {
        PreparedBatch rows = handle.prepareBatch("INSERT INTO call_event (call_id, seq, at, side, action, said_by, resident_id, sent_at, "
                + "reason, move, state) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
        PreparedBatch untold = handle.prepareBatch("INSERT INTO call_untold (call_id, seq, at) VALUES (?, ?, ?)");
        events.forEach(event -> {
            CallSignal signal = event.signal();
            rows.add(callId, event.seq(), event.at(), signal.side().name(), signal.action().name(), signal.by(), signal.residentId(),
                    signal.timestamp(), signal.reason(), event.move().name(), event.state().name());
            untold.add(callId, event.seq(), event.at());
        });
        rows.execute();
        untold.execute();
    }

    /** Says again in its row what the events say. */
    void update(CallSession call) {
        handle.execute("UPDATE call_session SET state = ?, end_reason = ?, ended_at = ? WHERE call_id = ?", call.state().name(),
                call.endReason() == null ? null : call.endReason().name(), call.endedAt(), call.callId());
    }
}
