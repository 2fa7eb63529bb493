package io.campanile;

import io.campanile.domain.call.Calls;
import io.campanile.edge.mqtt.MqttMessages;
import io.campanile.edge.mqtt.MqttTopics;
import io.campanile.flow.DeadLetters;
import io.campanile.flow.KafkaBatch;
import io.campanile.flow.call.CallRequests;
import io.campanile.flow.call.CallSignals;
import io.campanile.flow.call.CallTelling;
import io.campanile.flow.call.CallTurns;
import io.campanile.flow.call.OlderTopics;
import io.campanile.flow.deadletter.DeadLetterArchive;
import io.campanile.flow.deadletter.DeadLetterReplay;
import io.campanile.flow.device.CommandDelivery;
import io.campanile.flow.device.DeadNodes;
import io.campanile.flow.device.DeviceAlerts;
import io.campanile.flow.device.DeviceChanges;
import io.campanile.flow.device.DeviceCommands;
import io.campanile.flow.device.DeviceStatuses;
import io.campanile.flow.device.EscalationWebhook;
import io.campanile.flow.device.Escalations;
import io.campanile.flow.device.PresenceEvents;
import io.campanile.flow.device.Reports;
import io.campanile.flow.presence.PresenceLooks;
import io.campanile.flow.message.Conservation;
import io.campanile.flow.message.Inbox;
import io.campanile.flow.message.MessageExpiries;
import io.campanile.flow.message.MessageIngress;
import io.campanile.flow.message.MessageRetention;
import io.campanile.flow.message.MessageSends;
import io.campanile.flow.message.News;
import io.campanile.flow.notification.CallNotifications;
import io.campanile.flow.notification.FcmRequests;
import io.campanile.flow.notification.NotificationWebhook;
import io.campanile.flow.notification.PushNotifications;
import io.campanile.flow.notification.VendorEndpoints;
import io.campanile.flow.push.Pushes;
import io.campanile.flow.push.ReliablePushes;
import io.campanile.flow.push.SystemMessages;
import io.campanile.flow.room.RoomBroadcast;
import io.campanile.store.redis.ClaimingIdempotentRepository;
import java.time.Clock;
import java.util.Map;
import org.apache.camel.Processor;
import org.apache.camel.spi.Registry;

/** What the files under {@code routes/} may call by name, a line each, so that they can be checked without a running node. */
final class FlowBeans {

    static final Map<String, Class<?>> TYPES = Map.ofEntries(
            Map.entry("callNotifications", CallNotifications.class),
            Map.entry("clock", Clock.class),
            Map.entry("conservation", Conservation.class),
            Map.entry("deadNodes", DeadNodes.class),
            Map.entry("deadLetterArchive", DeadLetterArchive.class),
            Map.entry("deadLetterReplay", DeadLetterReplay.class),
            Map.entry("callRequests", CallRequests.class),
            Map.entry("callSignals", CallSignals.class),
            Map.entry("callTelling", CallTelling.class),
            Map.entry("callTurns", CallTurns.class),
            Map.entry("calls", Calls.class),
            Map.entry("commandDelivery", CommandDelivery.class),
            Map.entry("deadLetters", DeadLetters.class),
            Map.entry("deviceAlerts", DeviceAlerts.class),
            Map.entry("deviceChanges", DeviceChanges.class),
            Map.entry("deviceCommands", DeviceCommands.class),
            Map.entry("deviceStatuses", DeviceStatuses.class),
            Map.entry("escalationLetter", Processor.class),
            Map.entry("escalationWebhook", EscalationWebhook.class),
            Map.entry("escalations", Escalations.class),
            Map.entry("inbox", Inbox.class),
            Map.entry("fcmEndpoints", VendorEndpoints.class),
            Map.entry("fcmRequests", FcmRequests.class),
            Map.entry("kafkaBatch", KafkaBatch.class),
            Map.entry("messageExpiries", MessageExpiries.class),
            Map.entry("messageIngress", MessageIngress.class),
            Map.entry("messageRetention", MessageRetention.class),
            Map.entry("messageSends", MessageSends.class),
            Map.entry("mqttMessages", MqttMessages.class),
            Map.entry("mqttTopics", MqttTopics.class),
            Map.entry("news", News.class),
            Map.entry("notificationWebhook", NotificationWebhook.class),
            Map.entry("olderTopics", OlderTopics.class),
            Map.entry("presenceEvents", PresenceEvents.class),
            Map.entry("presenceLooks", PresenceLooks.class),
            Map.entry("pushNotificationLetter", Processor.class),
            Map.entry("pushNotifications", PushNotifications.class),
            Map.entry("pushes", Pushes.class),
            Map.entry("reliablePushes", ReliablePushes.class),
            Map.entry("replayedLetters", ClaimingIdempotentRepository.class),
            Map.entry("reports", Reports.class),
            Map.entry("roomBroadcast", RoomBroadcast.class),
            Map.entry("systemMessages", SystemMessages.class),
            Map.entry("toldSystemMessages", ClaimingIdempotentRepository.class),
            Map.entry("webhookEndpoints", VendorEndpoints.class));

    private FlowBeans() {
    }

    /** @throws IllegalStateException when one is not bound: a flow would pass its check and not run */
    static void require(Registry registry) {
        TYPES.forEach((name, type) -> {
            if (!type.isInstance(registry.lookupByName(name))) {
                throw new IllegalStateException("no " + type.getSimpleName() + " is bound as " + name);
            }
        });
    }
}
