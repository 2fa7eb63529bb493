package io.campanile;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.campanile.domain.device.Alert;
import io.campanile.domain.device.DeviceState;
import io.campanile.domain.device.CommandQueues.Answer;
import io.campanile.domain.device.CommandQueues.Delivery;
import io.campanile.domain.device.DeviceSockets;
import io.campanile.domain.device.DeviceTypes;
import io.campanile.domain.device.PastStates;
import io.campanile.domain.device.Presence;
import io.campanile.domain.push.PushMetrics;
import io.campanile.domain.push.PushOutcome;
import io.campanile.domain.push.PushOutcomes;
import io.campanile.domain.push.PushTargets;
import io.campanile.domain.push.Watchers;
import io.campanile.flow.DeadLetters;
import io.campanile.flow.LetterFormat;
import io.campanile.flow.device.DeviceChanges;
import io.campanile.flow.device.PresenceEvents;
import io.campanile.flow.device.Reports;
import io.campanile.flow.push.Pushes;
import io.campanile.ops.guard.FlowCheck;
import io.campanile.ops.guard.FlowFile;
import io.campanile.ops.metrics.AlertMetrics;
import io.campanile.ops.metrics.FlowMetrics;
import io.campanile.ops.rehearsal.Doubles;
import io.campanile.ops.rehearsal.Rehearsal;
import io.campanile.ops.rehearsal.RehearsedPresences;
import io.campanile.ops.rehearsal.RehearsedStates;
import io.campanile.ops.rehearsal.Stage;
import io.campanile.settings.Settings;
import io.campanile.store.kafka.KafkaRecording;
import io.campanile.store.sql.SqlPastStates;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.apache.camel.CamelContext;

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
        FlowMetrics uncounted = new FlowMetrics(nobody);
        DeadLetters deadLetters = new DeadLetters(stage.camel(), stage.camel().createProducerTemplate(), new LetterFormat(json), stage.clock(), uncounted);
        return Map.of("clock", stage.clock(),
                "deadLetters", deadLetters,
                "reports", new Reports(new RehearsedStates(stage, past, types), deadLetters, json, uncounted, new AlertMetrics(nobody)),
                "presenceEvents", new PresenceEvents(new RehearsedPresences(), deadLetters, json),
                "deviceChanges", new DeviceChanges(stage.camel(), new NotedWatchers(stage), new NotedSockets(stage), Flows.conflates(settings), json),
                "pushes", new Pushes(List.of(noted(stage)), new NoOutcomes(), PushMetrics.NONE, settings.duration("push-broadcast.max-age"),
                        settings.number("push-broadcast.in-flight"), json, stage.clock()));
    }

    private static PushTargets noted(Stage stage) {
        return push -> {
            stage.note("pushes " + push.service() + " to the connections: " + push.fields());
            return CompletableFuture.completedFuture(PushOutcome.NONE);
        };
    }

    private record NotedWatchers(Stage stage) implements Watchers {

        @Override
        public void stateChanged(DeviceState state) {
            stage.note("pushes to the watchers of " + state.sn() + ": state " + state.fields());
        }

        @Override
        public void presenceChanged(Presence presence) {
            stage.note("pushes to the watchers of " + presence.sn() + ": " + (presence.online() ? "online" : "offline"));
        }

        @Override
        public void alertChanged(Alert alert, String type) {
            stage.note("pushes to the watchers of " + alert.sn() + ": alert " + alert.section() + ' ' + alert.state() + ' ' + alert.msg());
        }

        @Override
        public void replied(Answer answer) {
            stage.note("pushes to the watchers of " + answer.sn() + ": reply " + answer.reply().code() + ' ' + answer.reply().msg());
        }
    }

    private record NotedSockets(Stage stage) implements DeviceSockets {

        @Override
        public void send(Delivery delivery) {
            stage.note("pushes to " + delivery.command().sn() + ": command " + delivery.command().service());
        }

        @Override
        public void presenceChanged(Presence presence) {
            // It could only say that the device is there
        }
    }

    private static final class NoOutcomes implements PushOutcomes {

        @Override
        public void accepted(String pushId) {
            // Nobody asks for it
        }

        @Override
        public void tell(String pushId, PushOutcome ofThisNode) {
            // Nobody asks for it
        }

        @Override
        public Optional<Collected> find(String pushId) {
            return Optional.empty();
        }
    }
}
