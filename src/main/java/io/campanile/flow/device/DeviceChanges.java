package io.campanile.flow.device;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.campanile.domain.CodedException;
import io.campanile.domain.device.AlertChange;
import io.campanile.domain.device.CommandQueues.Answer;
import io.campanile.domain.device.CommandQueues.Delivery;
import io.campanile.domain.device.CommandQueues.Work;
import io.campanile.domain.device.DeviceSockets;
import io.campanile.domain.device.DeviceState;
import io.campanile.domain.device.DeviceStates.Merged;
import io.campanile.domain.device.Presence;
import io.campanile.domain.push.Watchers;
import io.campanile.flow.Headers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.Header;
import org.apache.camel.Message;
import org.apache.camel.component.kafka.KafkaConstants;
import org.apache.camel.support.DefaultMessage;

/**
 * What every node is told of devices, by the topic {@code device.changes}: key sn, so each device's changes keep their
 * order. Telling may be repeated after a crash; watchers ignore what is not new. Thread-safe.
 */
public final class DeviceChanges {

    private static final String STATE = "state";
    private static final String ALERT = "alert";
    private static final String PRESENCE = "presence";
    private static final String REPLY = "reply";
    private static final String COMMAND = "command";
    private static final String STATUS = "status";
    private static final TypeReference<Map<String, Object>> FIELDS = new TypeReference<>() { };

    private final CamelContext camel;
    private final Watchers watchers;
    private final DeviceSockets sockets;
    private final boolean conflate;
    private final ObjectMapper json;

    /** @param conflate whether of several states in a batch only a device's newest is told */
    public DeviceChanges(CamelContext camel, Watchers watchers, DeviceSockets sockets, boolean conflate, ObjectMapper json) {
        this.conflate = conflate;
        this.camel = camel;
        this.watchers = watchers;
        this.sockets = sockets;
        this.json = json;
    }

    /** The records that tell a batch of reports: the states of the devices, and every alert that changed. */
    public List<Message> ofReports(Merged merged) {
        Collection<DeviceState> states = conflate ? merged.newestStates() : merged.states();
        List<Message> records = new ArrayList<>(states.size() + merged.alerts().size() + merged.again().size());
        Map<String, String> types = merged.newestStates().stream().collect(Collectors.toMap(DeviceState::sn, DeviceState::type));
        states.forEach(state -> records.add(change(STATE, state.sn(), state)));
        Stream.concat(merged.again().stream(), merged.alerts().stream())
                .forEach(alert -> records.add(ofAlert(new AlertChange(alert, types.get(alert.sn())))));
        return records;
    }

    /** The records that tell alerts. */
    public List<Message> ofAlerts(List<AlertChange> changes) {
        return changes.stream().map(this::ofAlert).toList();
    }

    private Message ofAlert(AlertChange change) {
        return change(ALERT, change.alert().sn(), change);
    }

    /** The records that tell presences. */
    public List<Message> ofPresences(List<Presence> presences) {
        return presences.stream().map(presence -> change(PRESENCE, presence.sn(), presence)).toList();
    }

    /** The records that tell replies, and the commands for devices whose WebSocket some node holds. */
    public List<Message> ofCommands(Work work) {
        List<Message> records = new ArrayList<>(work.answers().size() + work.deliveries().size());
        work.answers().forEach(answer -> records.add(change(REPLY, answer.sn(), answer)));
        work.deliveries().forEach(delivery -> records.add(change(COMMAND, delivery.command().sn(), delivery)));
        return records;
    }

    /** Whether the record tells a state. */
    static boolean isState(Message record) {
        return STATE.equals(record.getHeader(Headers.CHANGE, String.class));
    }

    private Message change(String kind, String sn, Object what) {
        try {
            Message message = new DefaultMessage(camel);
            message.setBody(json.writeValueAsBytes(what));
            message.setHeader(KafkaConstants.KEY, sn);
            message.setHeader(Headers.CHANGE, kind);
            return message;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Tells the watchers of this node. A kind that a newer node sends and this one does not know is passed over. */
    public void tell(byte[] body, @Header(Headers.CHANGE) String kind, @Header(KafkaConstants.KEY) String sn,
            @Header(Headers.DEVICE_TYPE) String type) throws IOException {
        if (body == null || kind == null) {
            throw CodedException.invalid(body == null ? "value" : Headers.CHANGE, "is required");
        }
        switch (kind) {
            case STATE -> watchers.stateChanged(json.readValue(body, DeviceState.class));
            case REPLY -> watchers.replied(json.readValue(body, Answer.class));
            case STATUS -> watchers.statusTold(sn, type, json.readValue(body, FIELDS));
            case COMMAND -> sockets.send(json.readValue(body, Delivery.class));
            case PRESENCE -> {
                Presence presence = json.readValue(body, Presence.class);
                watchers.presenceChanged(presence);
                sockets.presenceChanged(presence);
            }
            case ALERT -> {
                AlertChange change = json.readValue(body, AlertChange.class);
                watchers.alertChanged(change.alert(), change.type());
            }
            default -> { }
        }
    }
}
