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
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/** Rows of {@code call_session}, {@code call_party} and {@code call_event} as calls, within somebody's transaction; used once. */
final class CallRows {

    private final Handle handle;

    CallRows(Handle handle) {
        this.handle = handle;
    }

    /** Calls by their ids, in the order of these; without those that are not there. */
    List<CallSession> read(List<String> callIds) {
        if (callIds.isEmpty()) {
            return List.of();
        }
        Map<String, List<String>> targets = new HashMap<>();
        Map<String, Set<String>> busy = new HashMap<>();
        handle.createQuery("SELECT call_id, user_id, busy FROM call_party WHERE call_id IN (<ids>)").bindList("ids", callIds)
                .map((row, context) -> {
                    targets.computeIfAbsent(row.getString("call_id"), id -> new ArrayList<>()).add(row.getString("user_id"));
                    return row.getBoolean("busy") && busy.computeIfAbsent(row.getString("call_id"), id -> new HashSet<>()).add(row.getString("user_id"));
                }).list();
        Map<String, List<CallEvent>> events = new HashMap<>();
        handle.createQuery("SELECT call_id, seq, at, side, action, said_by, resident_id, sent_at, reason, move, state FROM call_event "
                        + "WHERE call_id IN (<ids>) ORDER BY call_id, seq").bindList("ids", callIds)
                .map((row, context) -> events.computeIfAbsent(row.getString("call_id"), id -> new ArrayList<>()).add(event(row))).list();
        Map<String, CallSession> calls = new HashMap<>();
        handle.createQuery("SELECT call_id, device_id, started_by_kind, started_by, request_id, created_at, ring_until FROM call_session "
                        + "WHERE call_id IN (<ids>)").bindList("ids", callIds)
                .map((row, context) -> {
                    String id = row.getString("call_id");
                    return calls.put(id, CallSession.of(start(row, targets.get(id), busy.getOrDefault(id, Set.of())), events.get(id)));
                }).list();
        return callIds.stream().filter(calls::containsKey).map(calls::get).toList();
    }

    private static CallStart start(ResultSet row, List<String> targets, Set<String> busy) throws SQLException {
        return new CallStart(row.getString("call_id"), row.getString("device_id"), targets, busy,
                new Party(Principal.Kind.valueOf(row.getString("started_by_kind")), row.getString("started_by")),
                row.getString("request_id"), row.getLong("created_at"), row.getLong("ring_until"));
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
