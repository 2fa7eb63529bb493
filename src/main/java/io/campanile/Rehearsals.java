package io.campanile;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.campanile.domain.device.DeviceRegistry;
import io.campanile.domain.device.DeviceSockets;
import io.campanile.domain.device.DeviceTypes;
import io.campanile.domain.device.PastStates;
import io.campanile.domain.due.DueRecords;
import io.campanile.domain.message.Deliveries;
import io.campanile.domain.message.Inboxes;
import io.campanile.domain.message.Installations;
import io.campanile.domain.message.Notices;
import io.campanile.domain.message.ReceiptTargets;
import io.campanile.domain.message.Recipients;
import io.campanile.domain.message.Rooms;
import io.campanile.domain.push.PushMetrics;
import io.campanile.domain.push.PushOutcome;
import io.campanile.domain.push.PushOutcomes;
import io.campanile.domain.push.PushTargets;
import io.campanile.domain.push.RoomMembers;
import io.campanile.domain.push.Watchers;
import io.campanile.domain.session.ConnectionRegistry;
import io.campanile.domain.session.Households;
import io.campanile.flow.DeadLetters;
import io.campanile.flow.LetterFormat;
import io.campanile.flow.device.DeviceAlerts;
import io.campanile.flow.device.DeviceChanges;
import io.campanile.flow.device.Escalations;
import io.campanile.flow.device.PresenceEvents;
import io.campanile.flow.device.Reports;
import io.campanile.flow.message.Inbox;
import io.campanile.flow.message.MessageIngress;
import io.campanile.flow.message.MessageSends;
import io.campanile.flow.message.News;
import io.campanile.flow.notification.CallNotifications;
import io.campanile.flow.notification.PushNotifications;
import io.campanile.flow.push.Pushes;
import io.campanile.flow.push.ReliablePushes;
import io.campanile.flow.push.SystemMessages;
import io.campanile.flow.room.RoomBroadcast;
import io.campanile.ops.guard.FlowCheck;
import io.campanile.ops.guard.FlowFile;
import io.campanile.ops.metrics.AlertMetrics;
import io.campanile.ops.metrics.FlowMetrics;
import io.campanile.ops.rehearsal.Doubles;
import io.campanile.ops.rehearsal.PastDevices;
import io.campanile.ops.rehearsal.Rehearsal;
import io.campanile.ops.rehearsal.RehearsedAlerts;
import io.campanile.ops.rehearsal.RehearsedInboxes;
import io.campanile.ops.rehearsal.RehearsedPresences;
import io.campanile.ops.rehearsal.RehearsedStates;
import io.campanile.ops.rehearsal.Stage;
import io.campanile.settings.Settings;
import io.campanile.store.kafka.KafkaRecording;
import io.campanile.store.sql.SqlPastStates;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.apache.camel.CamelContext;
import org.apache.camel.Processor;

/**
 * Wires what flows call on a stage: the same steps as {@link Flows}, over ports that keep nothing and tell nobody. A bean
 * that is not here is not called in a rehearsal, unless it is marked as free of effects.
 */
final class Rehearsals implements Doubles {

    private final Settings settings;
    private final PastStates past;
    private final DeviceTypes types;
    private final ObjectMapper json = new ObjectMapper();

    static Rehearsal of(CamelContext camel, Settings settings, Backends backends, DeviceTypes types, Supplier<Collection<FlowFile>> flows,
                        FlowCheck check) {
        return new Rehearsal(camel, settings.all(), flows, check, new KafkaRecording(settings.get("kafka.bootstrap-servers")),
                new Rehearsals(settings, new SqlPastStates(backends.database(), types), types));
    }

    Rehearsals(Settings settings, PastStates past, DeviceTypes types) {
        this.settings = settings;
        this.past = past;
        this.types = types;
    }

    @Override
    public Map<String, Object> on(Stage stage) {
        SimpleMeterRegistry nobody = new SimpleMeterRegistry();
        FlowMetrics flowMetrics = new FlowMetrics(nobody);
        AlertMetrics alertMetrics = new AlertMetrics(nobody);
        PastDevices devices = new PastDevices(stage, past);
        DeadLetters deadLetters = new DeadLetters(stage.camel(), stage.camel().createProducerTemplate(), new LetterFormat(json), stage.clock(), flowMetrics);
        MessageSends sends = new MessageSends(Recipients.ANYBODY, stage.ignoring(Rooms.class), settings.number("message.max-bytes"), stage.clock());
        Map<String, Object> doubles = new HashMap<>(Map.of("messageSends", sends,
                "messageIngress", new MessageIngress(stage.camel(), sends, deadLetters),
                "inbox", new Inbox(new RehearsedInboxes(), stage.ignoring(Rooms.class), deadLetters),
                "news", new News(stage.camel(), settings.get("message-push.topic"), stage.ignoring(ConnectionRegistry.class),
                        stage.ignoring(Inboxes.class), stage.noting(Deliveries.class), stage.noting(ReceiptTargets.class))));
        doubles.putAll(Map.of("clock", stage.clock(),
                "deadLetters", deadLetters,
                // There everything happens one after another
                "callTurns", (Processor) exchange -> { },
                "reports", new Reports(new RehearsedStates(devices, types), deadLetters, json, flowMetrics, alertMetrics),
                "presenceEvents", new PresenceEvents(new RehearsedPresences(), deadLetters, json),
                "deviceAlerts", new DeviceAlerts(new RehearsedAlerts(devices), stage.ignoring(DeviceRegistry.class),
                        stage.ignoring(DueRecords.class), deadLetters, alertMetrics, json, stage.clock()),
                "deviceChanges", new DeviceChanges(stage.camel(), stage.noting(Watchers.class), stage.noting(DeviceSockets.class),
                        Flows.conflates(settings), json),
                "pushes", new Pushes(List.of(connections(stage)), stage.ignoring(RoomMembers.class), stage.ignoring(PushOutcomes.class), PushMetrics.NONE,
                        settings.duration("push-broadcast.max-age"), settings.number("push-broadcast.in-flight"), json, stage.clock())));
        doubles.putAll(notices(stage, devices, deadLetters));
        return doubles;
    }

    /** What is asked within expressions of flows that call people; whose vendor is asked has no double. */
    private Map<String, Object> notices(Stage stage, PastDevices devices, DeadLetters deadLetters) {
        return Map.of("systemMessages", new SystemMessages(json, stage.clock()),
                "escalations", new Escalations(new RehearsedAlerts(devices), stage.ignoring(Households.class), stage.noting(DueRecords.class),
                        json, stage.clock()),
                "pushNotifications", new PushNotifications(stage.noting(Notices.class), json, stage.clock()),
                "callNotifications", new CallNotifications(stage.camel().createProducerTemplate(), stage.ignoring(Installations.class),
                        stage.ignoring(ConnectionRegistry.class), Set.of()),
                "reliablePushes", new ReliablePushes(stage.camel(), stage.ignoring(RoomMembers.class),
                        (after, limit) -> after.isEmpty() ? List.of("everybody") : List.of(), stage.ignoring(PushOutcomes.class), deadLetters, json),
                "roomBroadcast", new RoomBroadcast(stage.camel(), stage.ignoring(Rooms.class), settings.number("room.large"), connections(stage),
                        room -> stage.note("tells those in " + room)));
    }

    private static PushTargets connections(Stage stage) {
        return push -> {
            stage.note("pushes " + push.fields());
            return CompletableFuture.completedFuture(PushOutcome.NONE);
        };
    }
}
