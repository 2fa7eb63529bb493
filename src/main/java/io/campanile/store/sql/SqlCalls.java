package io.campanile.store.sql;

import io.campanile.domain.CodedException;
import io.campanile.domain.Ids;
import io.campanile.domain.call.CallEvent;
import io.campanile.domain.call.CallMove;
import io.campanile.domain.call.CallQuery;
import io.campanile.domain.call.CallRequest;
import io.campanile.domain.call.CallSession;
import io.campanile.domain.call.CallSignal;
import io.campanile.domain.call.CallStart;
import io.campanile.domain.call.CallState;
import io.campanile.domain.call.Calls;
import io.campanile.domain.call.EndReason;
import java.time.Clock;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.jdbi.v3.core.Handle;

/**
 * The tables of {@code V8__calls.sql}. Whoever lets something happen to a call holds its row until it has happened; what it
 * holds, its timer included, is released in the transaction that ends it (decision 0023).
 */
public final class SqlCalls implements Calls, AutoCloseable {

    /** The kind of the due records by which a call ends; the subject is the {@code call_id}, the step the end reason. */
    public static final String TIMEOUT = "call-timeout";

    private static final int SWEPT_AT_ONCE = 500;

    private final Sql sql;
    private final CallTimes times;
    private final GroupCommit commits;
    private final ToldEvents told;
    private final Clock clock;

    /** @param atOnce how many transactions there are at a time, each with what is waiting then */
    public SqlCalls(DataSource dataSource, int atOnce, CallTimes times, Clock clock) {
        this.sql = new Sql(dataSource);
        this.commits = new GroupCommit(sql, "call-commits", atOnce);
        this.times = times;
        this.told = new ToldEvents(sql);
        this.clock = clock;
    }

    @Override
    public Change start(CallRequest request, Collection<String> targets) {
        return OvertakenException.retry(() -> commits.transaction(request.deviceId(), handle -> start(handle, request, new TreeSet<>(targets))));
    }

    private Change start(Handle handle, CallRequest request, Set<String> targets) {
        long now = clock.millis();
        String key = request.key() == null ? null : Digest.of(request.key());
        String live = Digest.of(String.join(" ", targets));
        Optional<String> known = known(handle, key, now).or(() -> living(handle, request.deviceId(), live));
        if (known.isPresent()) {
            remember(handle, key, known.get(), now);
            CallSession call = read(handle, known.get()).orElseThrow(() -> new OvertakenException("a call that has just ended"));
            return new Change(call, List.of(), call.events().get(0));
        }
        CallSession call = CallSession.begin(new CallStart(Ids.at(now), request.deviceId(), List.copyOf(targets), busy(handle, targets),
                request.by(), request.requestId(), now, now + times.ring()));
        if (call.state().isLive()) {
            if (handle.execute("INSERT INTO call_live (device_id, targets, call_id) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
                    request.deviceId(), live, call.callId()) == 0) {
                throw new OvertakenException("the call of a device to the same residents");
            }
            new DueRows(handle).putIfAbsent(TIMEOUT, List.of(call.callId()), EndReason.RING_TIMEOUT.wireName(), call.start().ringUntil());
        }
        remember(handle, key, call.callId(), now);
        CallRows rows = new CallRows(handle);
        rows.insert(call);
        rows.append(call.callId(), call.events());
        return new Change(call, call.events(), call.events().get(call.events().size() - 1));
    }

    private Optional<String> known(Handle handle, String key, long now) {
        return key == null ? Optional.empty()
                : handle.createQuery("SELECT call_id FROM call_request WHERE request_key = ? AND asked_at > ?").bind(0, key)
                        .bind(1, now - times.repeats()).mapTo(String.class).findOne();
    }

    private static Optional<String> living(Handle handle, String deviceId, String targets) {
        return handle.createQuery("SELECT call_id FROM call_live WHERE device_id = ? AND targets = ?").bind(0, deviceId).bind(1, targets)
                .mapTo(String.class).findOne();
    }

    private void remember(Handle handle, String key, String callId, long now) {
        if (key != null) {
            handle.execute("DELETE FROM call_request WHERE request_key = ? AND asked_at <= ?", key, now - times.repeats());
            if (handle.execute("INSERT INTO call_request (request_key, call_id, asked_at) VALUES (?, ?, ?) ON CONFLICT DO NOTHING", key, callId, now) == 0
                    && !known(handle, key, now).equals(Optional.of(callId))) {
                throw new OvertakenException("a request");
            }
        }
    }

    private static Set<String> busy(Handle handle, Set<String> users) {
        return new HashSet<>(handle.createQuery("SELECT user_id FROM call_busy WHERE user_id IN (<users>)").bindList("users", List.copyOf(users))
                .mapTo(String.class).list());
    }

    @Override
    public Change apply(String callId, Function<CallSession, CallSignal> signal) {
        return commits.transaction(callId, handle -> apply(handle, callId, signal));
    }

    private Change apply(Handle handle, String callId, Function<CallSession, CallSignal> signal) {
        CallSession before = new CallRows(handle).hold(callId).orElseThrow(() -> CodedException.notFound("call " + callId));
        CallEvent event = before.decide(signal.apply(before), clock.millis());
        if (!before.has(event) && event.move() == CallMove.ANSWER && !take(handle, event.signal().residentId(), callId)) {
            event = before.busy(event);
        }
        if (before.has(event)) {
            return new Change(before, List.of(), event);
        }
        CallSession after = before.after(event);
        CallRows rows = new CallRows(handle);
        rows.append(callId, List.of(event));
        if (after.state() != before.state()) {
            rows.update(after);
            hold(handle, after);
        }
        return new Change(after, List.of(event), event);
    }

    /** Of a resident's two answers the second finds the row of the first: the key decides, not a look before. */
    private static boolean take(Handle handle, String residentId, String callId) {
        return handle.execute("INSERT INTO call_busy (user_id, call_id) VALUES (?, ?) ON CONFLICT DO NOTHING", residentId, callId) == 1;
    }

    /** Its next timer, or the release of all that it held. */
    private void hold(Handle handle, CallSession call) {
        DueRows due = new DueRows(handle);
        if (call.state() == CallState.CONNECTED) {
            due.cancel(TIMEOUT, List.of(call.callId()));
            due.putIfAbsent(TIMEOUT, List.of(call.callId()), EndReason.CALL_TIMEOUT.wireName(), call.answeredAt() + times.connected());
        } else if (!call.state().isLive()) {
            due.cancel(TIMEOUT, List.of(call.callId()));
            handle.execute("DELETE FROM call_live WHERE device_id = ? AND targets = ? AND call_id = ?", call.start().deviceId(),
                    Digest.of(String.join(" ", call.start().targets())), call.callId());
            handle.execute("DELETE FROM call_busy WHERE user_id = ? AND call_id = ?", call.answeredBy(), call.callId());
        }
    }

    private static Optional<CallSession> read(Handle handle, String callId) {
        return new CallRows(handle).read(List.of(callId)).stream().findFirst();
    }

    @Override
    public Optional<CallSession> find(String callId) {
        return sql.read(handle -> read(handle, callId));
    }

    @Override
    public List<CallSession> page(CallQuery query, String before, String after, int limit) {
        return sql.read(handle -> new CallRows(handle).read(CallSearch.page(handle, query, before, after, limit)));
    }

    @Override
    public List<CallSession> ringing() {
        return sql.read(handle -> new CallRows(handle).read(handle.createQuery("SELECT s.call_id FROM call_live l JOIN call_session s "
                + "ON s.call_id = l.call_id WHERE s.state <> 'CONNECTED' AND s.ring_until > ?").bind(0, clock.millis()).mapTo(String.class).list()));
    }

    @Override
    public int live() {
        return sql.read(handle -> handle.createQuery("SELECT COUNT(*) FROM call_live").mapTo(Integer.class).one());
    }

    @Override
    public void told(String callId, Collection<CallEvent> events) {
        told.add(callId, events);
    }

    @Override
    public List<Untold> untold(int limit) {
        record Waiting(String callId, int seq) {
        }
        return sql.read(handle -> {
            List<Waiting> waiting = handle.createQuery("SELECT call_id, seq FROM call_untold WHERE at < ? ORDER BY at, call_id, seq LIMIT ?")
                    .bind(0, clock.millis() - times.tell()).bind(1, limit)
                    .map((row, context) -> new Waiting(row.getString("call_id"), row.getInt("seq"))).list();
            Map<String, CallSession> calls = new CallRows(handle).read(waiting.stream().map(Waiting::callId).distinct().toList()).stream()
                    .collect(Collectors.toMap(CallSession::callId, Function.identity()));
            return waiting.stream().filter(one -> calls.containsKey(one.callId()))
                    .map(one -> new Untold(calls.get(one.callId()), calls.get(one.callId()).events().get(one.seq() - 1))).toList();
        });
    }

    @Override
    public void sweep() {
        long now = clock.millis();
        sql.run(handle -> handle.execute("DELETE FROM call_request WHERE asked_at <= ?", now - times.repeats()));
        List<String> over;
        do {
            over = sql.run(handle -> handle.inTransaction(transaction -> {
                List<String> ended = transaction.createQuery("SELECT call_id FROM call_session WHERE ended_at < ? LIMIT ?")
                        .bind(0, now - times.kept()).bind(1, SWEPT_AT_ONCE).mapTo(String.class).list();
                if (!ended.isEmpty()) {
                    transaction.createUpdate("DELETE FROM call_untold WHERE call_id IN (<ids>)").bindList("ids", ended).execute();
                    transaction.createUpdate("DELETE FROM call_session WHERE call_id IN (<ids>)").bindList("ids", ended).execute();
                }
                return ended;
            }));
        } while (over.size() == SWEPT_AT_ONCE);
    }

    @Override
    public void close() {
        commits.close();
        told.close();
    }
}
