package io.campanile.flow.call;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.campanile.domain.CodedException;
import io.campanile.domain.call.CallEvent;
import io.campanile.domain.call.CallMove;
import io.campanile.domain.call.CallNotice;
import io.campanile.domain.call.CallNotices;
import io.campanile.domain.call.CallNotifier;
import io.campanile.domain.call.CallSession;
import io.campanile.domain.call.CallTransport;
import io.campanile.domain.call.Calls;
import io.campanile.domain.call.Calls.Change;
import io.campanile.domain.call.Calls.Untold;
import io.campanile.domain.call.RtcCredentials;
import io.campanile.domain.call.RtcCredentials.Rtc;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.camel.Exchange;
import org.apache.camel.component.kafka.KafkaConstants;
import org.apache.camel.support.LRUCacheFactory;

/**
 * The steps of the call-tell flow: whoever applied an event tells it to the WebSockets of its own node and to MQTT, and to the
 * other nodes by a topic. An event that was not told to all stays in the database and is told again. Thread-safe; does not
 * block, but for {@link #begin} and {@link #untold}, and for {@link #tellHere} when news have overtaken others.
 */
public final class CallTelling {

    private static final String MQTT = "callMqtt";
    private static final String CHANGE = "callChange";
    private static final int REMEMBERED = 20_000;
    private static final int AT_ONCE = 200;

    private final Calls calls;
    private final CallTransport sockets;
    private final CallTransport mqtt;
    private final RtcCredentials credentials;
    private final CallNotifier notifier;
    private final ObjectMapper json;
    private final Clock clock;
    private final long startedAt;
    private final RingingCalls ringing = new RingingCalls();
    /** The last event of each call that the WebSockets of this node were told. */
    private final Map<String, Integer> told = LRUCacheFactory.newLRUCache(REMEMBERED);

    /**
     * @param sockets those of this node
     * @param mqtt    the one broker
     */
    public CallTelling(Calls calls, CallTransport sockets, CallTransport mqtt, RtcCredentials credentials, CallNotifier notifier,
            ObjectMapper json, Clock clock) {
        this.calls = calls;
        this.sockets = sockets;
        this.mqtt = mqtt;
        this.credentials = credentials;
        this.notifier = notifier;
        // A newer node may say more; and what a record answers to is no field of it
        this.json = json.copy().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);
        this.clock = clock;
        this.startedAt = clock.millis();
    }

    /** Learns what rings as this node begins, for phones that connect to it; blocks. To be called before it hears any news. */
    public void begin() {
        calls.ringing().forEach(call -> CallNotices.of(call, call.events().get(0)).forEach(ringing::heard));
    }

    /** What a change says to the parties of its call, told to those whom this node reaches. @return the record that tells the other nodes */
    public byte[] tell(Change change, Exchange exchange) throws JsonProcessingException {
        CallSession call = change.call();
        CallNews news = CallNews.of(call, change.events());
        exchange.setProperty(CHANGE, change);
        exchange.getMessage().setHeader(KafkaConstants.KEY, call.callId());
        tellMissing(news, call);
        tellSockets(news);
        exchange.setProperty(MQTT, CompletableFuture.allOf(news.notices().stream()
                .map(notice -> mqtt.tell(notice, rtc(notice, news.callId())).toCompletableFuture()).toArray(CompletableFuture[]::new)));
        change.events().forEach(event -> wake(call, event));
        return json.writeValueAsBytes(news);
    }

    /** Tells one party alone, as an answer. */
    void tell(CallNotice notice, CallSession call) {
        Rtc rtc = rtc(notice, call.callId());
        sockets.tell(notice, rtc);
        mqtt.tell(notice, rtc);
    }

    /** The other nodes have it: once the broker has it too, it is done. */
    public void told(Exchange exchange) {
        Change change = exchange.getProperty(CHANGE, Change.class);
        exchange.getProperty(MQTT, CompletableFuture.class).thenRun(() -> calls.told(change.call().callId(), change.events()));
    }

    /**
     * Tells the WebSockets of this node what another node has applied. What is from before this life of the node was for other
     * connections.
     */
    public void tellHere(byte[] body) throws IOException {
        CallNews news = body == null ? null : json.readValue(body, CallNews.class);
        if (news == null || news.callId() == null || news.notices() == null) {
            throw CodedException.invalid("value", "must be news of a call");
        }
        if (news.at() >= startedAt) {
            if (isAnyMissing(news)) {
                calls.find(news.callId()).ifPresent(call -> tellMissing(news, call));
            }
            tellSockets(news);
        } else {
            news.notices().forEach(ringing::heard);
        }
    }

    /**
     * What happened before may still be on its way from the node that applied it, and would be too late after these news: a
     * phone that was not told that it rings would never ring.
     *
     * @param call at these news, or later
     */
    private void tellMissing(CallNews news, CallSession call) {
        if (isAnyMissing(news)) {
            call.events().stream().filter(event -> event.seq() < news.first() && event.at() >= startedAt)
                    .forEach(event -> tellSockets(CallNews.of(call, List.of(event))));
        }
    }

    private boolean isAnyMissing(CallNews news) {
        return news.first() > told.getOrDefault(news.callId(), 0) + 1;
    }

    /** Inside, so that the news of a call come in their order; older ones than those that were told are repeats, or too late. */
    private void tellSockets(CallNews news) {
        told.compute(news.callId(), (id, last) -> {
            if (last != null && last >= news.seq()) {
                return last;
            }
            news.notices().forEach(notice -> {
                ringing.heard(notice);
                sockets.tell(notice, rtc(notice, news.callId()));
            });
            return news.seq();
        });
    }

    /** What rings at a user's who connects just now, as it was told when it began. */
    public List<Map<String, Object>> ringing(String userId) {
        return ringing.at(userId, clock.millis()).stream()
                .map(notice -> notice.with(rtc(notice, (String) notice.values().get("room_id")))).toList();
    }

    /** Each node makes the credentials itself: nobody else is to read them. */
    private Rtc rtc(CallNotice notice, String roomId) {
        return notice.invites() ? credentials.of(notice.to(), roomId).orElse(null) : null;
    }

    private void wake(CallSession call, CallEvent event) {
        String resident = event.signal().residentId();
        if (event.move() == CallMove.INITIATE) {
            CallNotices.of(call, event).stream().filter(notice -> notice.kind() == CallNotice.Kind.INCOMING)
                    .forEach(notice -> notifier.ring(call, notice.to().id()));
        } else if (event.move() == CallMove.ANSWER || !event.state().isLive()) {
            call.start().targets().forEach(target -> notifier.cancel(call, target));
        } else if (event.move() != CallMove.RING) {
            notifier.cancel(call, resident);
        }
    }

    /** What was not told by the node that was to, as a change each. */
    public List<Change> untold() {
        return calls.untold(AT_ONCE).stream().map(CallTelling::change).toList();
    }

    private static Change change(Untold untold) {
        return new Change(untold.call(), List.of(untold.event()), untold.event());
    }
}
