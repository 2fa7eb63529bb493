package io.campanile.flow.call;

import static io.campanile.domain.call.CallNotice.Kind.CONTROL;

import io.campanile.domain.CodedException;
import io.campanile.domain.call.CallMetrics;
import io.campanile.domain.call.CallNotice;
import io.campanile.domain.call.CallNotices;
import io.campanile.domain.call.CallRequest;
import io.campanile.domain.call.CallSession;
import io.campanile.domain.call.Calls;
import io.campanile.domain.call.Calls.Change;
import io.campanile.domain.call.Party;
import io.campanile.domain.call.RingGroups;
import io.campanile.domain.call.RtcCredentials;
import io.campanile.domain.call.RtcCredentials.Rtc;
import io.campanile.flow.Headers;
import java.time.Clock;
import java.util.Map;
import java.util.Set;
import org.apache.camel.Exchange;
import org.apache.camel.Header;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The steps of the call-request flow (PROTOCOL 7). Thread-safe; {@link #start} blocks on the database. */
public final class CallRequests {

    private static final Logger LOG = LoggerFactory.getLogger(CallRequests.class);
    private static final String REQUEST = "callRequest";

    private final Calls calls;
    private final RingGroups groups;
    private final RtcCredentials credentials;
    private final CallTelling telling;
    private final CallMetrics metrics;
    private final Clock clock;

    public CallRequests(Calls calls, RingGroups groups, RtcCredentials credentials, CallTelling telling,
            CallMetrics metrics, Clock clock) {
        this.calls = calls;
        this.groups = groups;
        this.credentials = credentials;
        this.telling = telling;
        this.metrics = metrics;
        this.clock = clock;
    }

    /** @throws CodedException 400 naming the field, for whoever asks */
    public CallRequest accept(Map<String, Object> given, @Header(Headers.SN) String sn, @Header(Headers.PARTY) Party by, Exchange exchange) {
        CallRequest request = CallRequest.of(given, sn, by, clock.millis());
        exchange.setProperty(CallTurns.TURN, sn);
        exchange.setProperty(REQUEST, request);
        return request;
    }

    /** @throws CodedException 404 when there is nobody to call, 503 while the database is away */
    public Change start(CallRequest request) {
        Set<String> residents = groups.residents(request.deviceId(), request.target());
        if (residents.isEmpty()) {
            throw CodedException.notFound("resident: " + request.target());
        }
        Change change = calls.start(request, residents);
        if (change.isNews()) {
            LOG.info("call {} initiated: {} calls {}, of whom {} are busy", change.call().callId(), request.deviceId(), residents.size(),
                    change.call().start().busy().size());
            change.events().forEach(event -> metrics.happened(change.call(), event));
        }
        return change;
    }

    /** What whoever asks is answered. A device that asks again is told again: over MQTT that is its answer. */
    public Map<String, Object> answer(Change change, Exchange exchange) {
        CallRequest request = exchange.getProperty(REQUEST, CallRequest.class);
        CallSession call = change.call();
        if (!change.isNews() && request.by().isDevice()) {
            telling.tell(new CallNotice(request.by(), CONTROL, CallNotices.initiated(call, request.requestId())), call);
        }
        Map<String, Object> answer = call.record();
        answer.put("timestamp", call.start().at());
        answer.put("expires_at", call.start().ringUntil());
        credentials.of(request.by(), call.start().roomId()).map(Rtc::fields).ifPresent(rtc -> answer.put("rtc", rtc));
        return answer;
    }
}
