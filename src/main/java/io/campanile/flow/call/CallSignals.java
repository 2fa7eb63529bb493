package io.campanile.flow.call;

import io.campanile.domain.CodedException;
import io.campanile.domain.ErrorCode;
import io.campanile.domain.call.CallActor;
import io.campanile.domain.call.CallEvent;
import io.campanile.domain.call.CallMetrics;
import io.campanile.domain.call.CallMove;
import io.campanile.domain.call.CallSession;
import io.campanile.domain.call.CallSignal;
import io.campanile.domain.call.Calls;
import io.campanile.domain.call.Calls.Change;
import io.campanile.domain.call.EndReason;
import io.campanile.domain.call.Party;
import io.campanile.domain.call.RtcCredentials;
import io.campanile.domain.call.RtcCredentials.Rtc;
import io.campanile.domain.due.Due;
import io.campanile.flow.Headers;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.apache.camel.Exchange;
import org.apache.camel.Header;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The steps of the flows call-signal and call-timeout (PROTOCOL 7). Thread-safe; what applies blocks on the database. */
public final class CallSignals {

    private static final Logger LOG = LoggerFactory.getLogger(CallSignals.class);
    private static final int LONGEST_ID = 64;

    private final Calls calls;
    private final RtcCredentials credentials;
    private final CallMetrics metrics;
    private final Clock clock;

    public CallSignals(Calls calls, RtcCredentials credentials, CallMetrics metrics, Clock clock) {
        this.calls = calls;
        this.credentials = credentials;
        this.metrics = metrics;
        this.clock = clock;
    }

    /**
     * What is wanted of which call; without an action, its end.
     *
     * @throws CodedException 400 naming the field; for a timestamp that is too far off with {@code server_time}
     */
    public Function<CallSession, CallSignal> accept(Map<String, Object> given, @Header(Headers.CALL_ACTOR) CallActor actor,
            @Header(Headers.CALL_ID) String named, Exchange exchange) {
        String callId = named != null ? named : given.get("call_id") instanceof String text ? text : "";
        if (callId.isEmpty() || callId.length() > LONGEST_ID || callId.indexOf('\0') >= 0) {
            throw CodedException.invalid("call_id", "must be the id of a call");
        }
        exchange.setProperty(CallTurns.TURN, callId);
        return actor.ends() ? call -> CallActor.end(actor.principal(), call) : actor.wish(given, clock.millis())::in;
    }

    /** @throws CodedException 403, 404 or 409, as PROTOCOL 7 says; 503 while the database is away */
    public Change apply(Function<CallSession, CallSignal> signal, Exchange exchange) {
        return applied(exchange.getProperty(CallTurns.TURN, String.class), signal);
    }

    /** What a due record wants. */
    public Change timeOut(Due due) {
        return applied(due.subject(), call -> CallSignal.timeout(EndReason.valueOf(due.step().toUpperCase(Locale.ROOT))));
    }

    private Change applied(String callId, Function<CallSession, CallSignal> signal) {
        Change change = calls.apply(callId, signal);
        for (CallEvent event : change.events()) {
            if (change.call().state().isLive()) {
                LOG.info("call {} {} by {}", callId, event.action().wireName(), event.signal().residentId());
            } else {
                LOG.info("call {} ended: {}", callId, change.call().endReason().wireName());
            }
            metrics.happened(change.call(), event);
        }
        return change;
    }

    /**
     * What whoever acts is answered; of a repeat, what the first was.
     *
     * @throws CodedException 409 for who is in another call
     */
    public Map<String, Object> answer(Change change) {
        CallEvent event = change.event();
        if (event.isBusy()) {
            throw new CodedException(ErrorCode.CONFLICT, "a call cannot be answered by " + event.signal().residentId() + ", who is busy in another call");
        }
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("call_id", change.call().callId());
        answer.put("action", event.action().wireName());
        answer.put("state", event.state().wireName());
        answer.put("timestamp", event.at());
        answer.put("room_id", change.call().start().roomId());
        if (!event.state().isLive()) {
            answer.put("end_reason", change.call().endReason().wireName());
        }
        if (event.move() == CallMove.ANSWER) {
            credentials.of(Party.user(event.signal().residentId()), change.call().start().roomId()).map(Rtc::fields)
                    .ifPresent(rtc -> answer.put("rtc", rtc));
        }
        return answer;
    }
}
