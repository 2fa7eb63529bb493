package io.campanile.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.zaxxer.hikari.HikariDataSource;
import io.campanile.domain.call.CallSession;
import io.campanile.domain.call.CallStart;
import io.campanile.domain.call.Party;
import io.campanile.domain.message.Installation;
import io.campanile.domain.message.Installations;
import io.campanile.domain.push.WebhookSignature;
import io.campanile.domain.session.InMemoryConnectionRegistry;
import io.campanile.fixture.FcmVendor;
import io.campanile.fixture.RunningFlows;
import io.campanile.fixture.RunningFlows.Ports;
import io.campanile.fixture.SharedKafka;
import io.campanile.fixture.WebhookReceiver;
import io.campanile.flow.notification.CallNotifications;
import io.campanile.flow.notification.FcmAccess;
import io.campanile.flow.notification.FcmAccount;
import io.campanile.flow.notification.FcmRequests;
import io.campanile.flow.notification.NotificationWebhook;
import io.campanile.flow.notification.VendorEndpoints;
import io.campanile.store.sql.Database;
import io.campanile.store.sql.SqlInstallations;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.camel.CamelContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A call wakes phones at once, and tells them when it is over: the flow by its file. */
class CallNotificationFlowTest {

    @RegisterExtension
    static final SharedKafka KAFKA = new SharedKafka();
    private static final ObjectMapper JSON = new ObjectMapper();
    @TempDir
    static Path directory;
    private static WebhookReceiver vendor;
    private static FcmVendor fcm;
    private static HikariDataSource database;
    private static Installations installations;
    private static CallNotifications notifications;
    private static RunningFlows flows;

    @BeforeAll
    static void start() throws Exception {
        vendor = new WebhookReceiver();
        fcm = new FcmVendor();
        database = Database.open("jdbc:h2:mem:call-notification;MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE", "campanile", "", 4);
        installations = new SqlInstallations(database);
        flows = RunningFlows.start(KAFKA.address(), "call-notification", new Ports(null, null, null), CallNotificationFlowTest::bind,
                Map.of("camel.beans.callNotificationRedelivery.redeliveryDelay", "20"), "call-notification", "push-vendor");
    }

    private static void bind(CamelContext camel) {
        notifications = new CallNotifications(camel.createProducerTemplate(), installations, new InMemoryConnectionRegistry(), Set.of("webhook", "fcm"));
        camel.getRegistry().bind("callNotifications", notifications);
        camel.getRegistry().bind("notificationWebhook", new NotificationWebhook(WebhookSignature.of("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"), JSON,
                Clock.systemUTC()));
        camel.getRegistry().bind("webhookEndpoints", new VendorEndpoints(List.of(vendor.url()), 100));
        try {
            FcmAccess access = new FcmAccess(FcmAccount.read(fcm.keyFile(directory), JSON), Duration.ofSeconds(5), JSON, Clock.systemUTC());
            camel.getRegistry().bind("fcmRequests", new FcmRequests(access, installations, JSON));
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
        camel.getRegistry().bind("fcmEndpoints", new VendorEndpoints(List.of(fcm.url() + "/v1/projects/p1/messages:send"), 100));
    }

    @AfterAll
    static void stop() {
        flows.close();
        vendor.close();
        fcm.close();
        database.close();
    }

    @Test
    void itRingsEverywhereAtOnceUntilTheVendorHasItAndIsTakenBackInTheSameWay() throws Exception {
        installations.put(new Installation("uwe", "phone", "webhook", "t1", false, 1));
        installations.put(new Installation("uwe", "tablet", "fcm", "t2", false, 1));
        installations.put(new Installation("uwe", "watch", "fcm", "t3", true, 1));
        CallSession call = CallSession.begin(new CallStart("c1", "d1", List.of("uwe"), Set.of(), Party.device("d1"), null, 1_000, 121_000));
        vendor.answers(500);
        notifications.ring(call, "uwe");
        await().until(() -> vendor.calls().size() >= 2);
        vendor.answers(200);
        await().until(() -> vendor.calls().stream().anyMatch(each -> each.answered() == 200) && fcm.calls().size() == 1);

        assertThat(vendor.calls()).extracting(WebhookReceiver.Call::id).containsOnly("c1-uwe-call.incoming");
        JsonNode body = JSON.readTree(vendor.calls().get(0).body());
        assertThat(body.path("type").asText()).isEqualTo("call.incoming");
        assertThat(body.path("call_id").asText()).isEqualTo("c1");
        assertThat(body.path("expires_at").asLong()).isEqualTo(121_000);
        JsonNode message = JSON.readTree(fcm.calls().get(0).body()).path("message");
        assertThat(message.path("token").asText()).isEqualTo("t2");
        assertThat(message.path("data").path("device_id").asText()).isEqualTo("d1");
        assertThat(message.has("notification")).isTrue();

        notifications.cancel(call, "uwe");
        await().until(() -> fcm.calls().size() == 2);
        message = JSON.readTree(fcm.calls().get(1).body()).path("message");
        assertThat(message.path("data").path("type").asText()).isEqualTo("call.over");
        assertThat(message.has("notification")).as("nothing is shown").isFalse();
        notifications.ring(call, "nobody");
    }
}
