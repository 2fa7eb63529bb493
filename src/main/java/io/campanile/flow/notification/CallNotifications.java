package io.campanile.flow.notification;

import io.campanile.domain.call.CallNotifier;
import io.campanile.domain.call.CallSession;
import io.campanile.domain.message.Installation;
import io.campanile.domain.message.Installations;
import io.campanile.domain.session.ConnectionEntry;
import io.campanile.domain.session.ConnectionRegistry;
import io.campanile.domain.session.ConnectionRegistry.Owner;
import io.campanile.domain.session.Principal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.camel.ProducerTemplate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Wakes phones for a call, and tells them when it does not ring any more: without a pause, and to installations that are not
 * connected, since the others hear it anyway. The steps of the call-notification flow. Thread-safe.
 */
public final class CallNotifications implements CallNotifier {

    private static final Logger LOG = LoggerFactory.getLogger(CallNotifications.class);
    private static final String FLOW = "direct:call-notification?block=false";
    private static final String INCOMING = "call.incoming";
    private static final String OVER = "call.over";
    private static final int MOST_CONNECTIONS = 200;

    /** What a user is to be told of a call. */
    public record Wake(String callId, String deviceId, String userId, String type, long at, long expiresAt) {
    }

    private final ProducerTemplate producer;
    private final Installations installations;
    private final ConnectionRegistry connections;
    private final Set<String> providers;

    /** @param providers who can bring notifications here */
    public CallNotifications(ProducerTemplate producer, Installations installations, ConnectionRegistry connections, Set<String> providers) {
        this.producer = producer;
        this.installations = installations;
        this.connections = connections;
        this.providers = Set.copyOf(providers);
    }

    @Override
    public void ring(CallSession call, String userId) {
        wake(call, userId, INCOMING);
    }

    @Override
    public void cancel(CallSession call, String userId) {
        wake(call, userId, OVER);
    }

    private void wake(CallSession call, String userId, String type) {
        if (!providers.isEmpty()) {
            Wake wake = new Wake(call.callId(), call.start().deviceId(), userId, type, call.start().at(), call.start().ringUntil());
            producer.asyncSend(FLOW, exchange -> exchange.getMessage().setBody(wake)).whenComplete((sent, failure) -> {
                Throwable cause = failure != null ? failure : sent.getException();
                if (cause != null) {
                    LOG.warn("{} of {} to {} was not sent: {}", type, wake.callId(), userId, cause.toString());
                }
            });
        }
    }

    /** One for all of the user's installations that a webhook brings it to, and one for each of FCM's. Blocks on the stores. */
    public List<VendorNotice> notices(Wake wake) {
        Set<String> connected = connections.page(new Owner(Principal.Kind.USER, wake.userId()), null, MOST_CONNECTIONS).stream()
                .map(ConnectionEntry::clientId).collect(Collectors.toSet());
        List<Installation> asleep = installations.of(wake.userId()).stream().filter(installation -> !installation.muted()
                && providers.contains(installation.provider()) && !connected.contains(installation.clientId())).toList();
        List<VendorNotice> notices = new ArrayList<>();
        List<Installation> byWebhook = asleep.stream().filter(installation -> installation.provider().equals(Installation.WEBHOOK)).toList();
        if (!byWebhook.isEmpty()) {
            notices.add(notice(wake, Installation.WEBHOOK, byWebhook));
        }
        asleep.stream().filter(installation -> installation.provider().equals(Installation.FCM))
                .forEach(installation -> notices.add(notice(wake, Installation.FCM, List.of(installation))));
        return notices;
    }

    private static VendorNotice notice(Wake wake, String provider, List<Installation> to) {
        Map<String, Object> says = new LinkedHashMap<>();
        says.put("call_id", wake.callId());
        says.put("device_id", wake.deviceId());
        says.put("call_timestamp", wake.at());
        says.put("expires_at", wake.expiresAt());
        boolean rings = wake.type().equals(INCOMING);
        return new VendorNotice(wake.callId() + '-' + wake.userId() + '-' + wake.type(), wake.userId(), provider, to, wake.type(), says,
                Map.of("type", wake.type(), "call_id", wake.callId(), "device_id", wake.deviceId(), "expires_at", String.valueOf(wake.expiresAt())),
                rings ? wake.deviceId() : null, rings ? "calls" : null, wake.callId());
    }

    /** Its vendor has it. */
    public void sent(VendorNotice notice) {
        LOG.info("push notification sent: {} to {} by {}", notice.noticeId(), notice.userId(), notice.provider());
    }
}
