package io.campanile;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.campanile.domain.call.CallNotifier;
import io.campanile.domain.message.Installation;
import io.campanile.domain.message.Installations;
import io.campanile.domain.message.Notices;
import io.campanile.domain.session.ConnectionRegistry;
import io.campanile.flow.message.MessageExpiries;
import io.campanile.flow.notification.CallNotifications;
import io.campanile.flow.notification.FcmAccess;
import io.campanile.flow.notification.FcmAccount;
import io.campanile.flow.notification.FcmRequests;
import io.campanile.flow.notification.NotificationWebhook;
import io.campanile.flow.notification.PushNotifications;
import io.campanile.flow.notification.VendorEndpoints;
import io.campanile.settings.SettingException;
import io.campanile.settings.Settings;
import io.campanile.store.sql.InboxEpochs;
import io.campanile.store.sql.SqlExpiries;
import io.campanile.store.sql.SqlInstallations;
import io.campanile.store.sql.SqlNotices;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.Processor;
import org.apache.camel.spi.Registry;

/** Wires what becomes of messages that nobody confirms: push notifications, the vendors that bring them, and its end. */
final class Notifying {

    private static final String WEBHOOK = "push.webhook";
    private static final String ACCOUNT = "push.fcm.service-account";

    private final Installations installations;
    private final Settings settings;
    private final Backends backends;
    private final Clock clock;
    private final ObjectMapper json = new ObjectMapper();

    Notifying(Settings settings, Backends backends, Clock clock) {
        this.settings = settings;
        this.backends = backends;
        this.clock = clock;
        installations = new SqlInstallations(backends.database());
    }

    /** @return what wakes phones for a call */
    CallNotifier into(CamelContext camel, InboxEpochs epochs, ConnectionRegistry connections) {
        camel.getRegistry().bind("messageExpiries", new MessageExpiries(new SqlExpiries(backends.database(), epochs, clock)));
        Notices notices = new SqlNotices(backends.database(), epochs, settings.duration("push.delay"), providers(), clock);
        PushNotifications notifications = new PushNotifications(notices, json, clock);
        int threshold = settings.number("push-vendor.breaker-threshold");
        Registry registry = camel.getRegistry();
        registry.bind("pushNotifications", notifications);
        registry.bind("pushNotificationLetter", (Processor) notifications::giveUp);
        registry.bind("notificationWebhook", new NotificationWebhook(Alerting.signature(settings, WEBHOOK), json, clock));
        registry.bind("webhookEndpoints", new VendorEndpoints(addresses(settings.get(WEBHOOK + ".url")), threshold));
        FcmAccount account = settings.has(ACCOUNT) ? account() : null;
        registry.bind("fcmRequests", new FcmRequests(new FcmAccess(account, Duration.ofMillis(settings.number("push-vendor.timeout-ms")), json, clock),
                installations, json));
        registry.bind("fcmEndpoints", new VendorEndpoints(account == null ? List.of()
                : List.of(settings.get("push.fcm.url") + "/v1/projects/" + account.projectId() + "/messages:send"), threshold));
        CallNotifications calls = new CallNotifications(camel.createProducerTemplate(), installations, connections, providers());
        registry.bind("callNotifications", calls);
        return calls;
    }

    /** Those that are set up. */
    private Set<String> providers() {
        Set<String> providers = new HashSet<>();
        if (settings.has(WEBHOOK + ".url")) {
            providers.add(Installation.WEBHOOK);
        }
        if (settings.has(ACCOUNT)) {
            providers.add(Installation.FCM);
        }
        return providers;
    }

    private FcmAccount account() {
        try {
            return FcmAccount.read(Path.of(settings.get(ACCOUNT)), json);
        } catch (IOException e) {
            throw new SettingException(ACCOUNT + " is not usable (" + e.getMessage() + "): set it to the key file of a service account", e);
        }
    }

    private static List<String> addresses(String list) {
        return Stream.of(list.split(",")).map(String::strip).filter(address -> !address.isEmpty()).toList();
    }
}
