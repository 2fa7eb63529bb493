package io.campanile.flow.device;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import io.campanile.domain.CodedException;
import io.campanile.domain.Ids;
import io.campanile.domain.device.AlertChange;
import io.campanile.domain.device.Alerts;
import io.campanile.domain.device.Alerts.Judged;
import io.campanile.domain.device.DeviceRegistry;
import io.campanile.domain.device.DeviceState;
import io.campanile.domain.device.DeviceView;
import io.campanile.domain.device.Verdict;
import io.campanile.domain.due.Due;
import io.campanile.domain.due.DueRecords;
import io.campanile.flow.DeadLetters;
import io.campanile.flow.KafkaBatch;
import io.campanile.ops.metrics.AlertMetrics;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.component.kafka.KafkaConstants;
import org.apache.camel.util.TimeUtils;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The steps of the device-alert flow. Thread-safe; those that apply something block on the database. */
public final class DeviceAlerts {

    /** The kind of the due records by which a device is looked after; the subject is the sn. */
    public static final String SILENCE = "device-silence";

    private static final Logger LOG = LoggerFactory.getLogger(DeviceAlerts.class);
    /** The section of alerts of devices that do not report. */
    private static final String SILENT = "silence";
    private static final String LOOK = "look";

    private final Alerts alerts;
    private final DeviceRegistry devices;
    private final DueRecords due;
    private final DeadLetters deadLetters;
    private final AlertMetrics metrics;
    private final ObjectReader reader;
    private final Clock clock;
    /** Devices that are looked after for sure, since this life of the node saw to it. */
    private final Set<String> lookedAfter = ConcurrentHashMap.newKeySet();

    public DeviceAlerts(Alerts alerts, DeviceRegistry devices, DueRecords due, DeadLetters deadLetters, AlertMetrics metrics,
                        ObjectMapper json, Clock clock) {
        this.alerts = alerts;
        this.devices = devices;
        this.due = due;
        this.deadLetters = deadLetters;
        this.metrics = metrics;
        this.reader = json.readerFor(DeviceState.class);
        this.clock = clock;
    }

    /**
     * Records of {@code device.changes} to the newest state of each device among them. What a device said before that is not
     * even decoded: a busy device costs no more than a calm one.
     */
    public List<DeviceState> decode(List<Exchange> batch, Exchange exchange) {
        Map<String, DeviceState> newest = new LinkedHashMap<>();
        for (int i = batch.size() - 1; i >= 0; i--) {
            Message message = batch.get(i).getMessage();
            if (!newest.containsKey(message.getHeader(KafkaConstants.KEY, String.class)) && DeviceChanges.isState(message)) {
                byte[] body = KafkaBatch.body(message);
                try {
                    DeviceState state = decode(body);
                    newest.putIfAbsent(state.sn(), state);
                } catch (IOException | CodedException e) {
                    deadLetters.refuse(exchange.getFromRouteId(), body, message.getHeaders(), e);
                }
            }
        }
        return List.copyOf(newest.values());
    }

    /** What only a foreign hand can have written ends here: it would hold up everybody behind it. */
    private DeviceState decode(byte[] body) throws IOException {
        DeviceState state = reader.readValue(body);
        if (state == null || !Ids.wellFormed(state.sn()) || state.type() == null || state.fields() == null) {
            throw CodedException.invalid("state", "must have sn, type and fields");
        }
        return state;
    }

    /** The state is beyond a threshold. */
    public Verdict raise(DeviceState state, String section, String msg) {
        return Verdict.of(state, section, Verdict.Kind.RAISE, msg);
    }

    /** The state is well by a threshold. */
    public Verdict clear(DeviceState state, String section) {
        return Verdict.of(state, section, Verdict.Kind.CLEAR, null);
    }

    /** The state says nothing new of a threshold. */
    public Verdict keep(DeviceState state, String section) {
        return Verdict.of(state, section, Verdict.Kind.KEEP, null);
    }

    /**
     * Takes the verdicts on reported states in, and sees to it that their devices are looked after from now on. Who reports
     * is not silent any more.
     *
     * @param holdDown what comes back within this time, such as {@code 60s}, is the same alert
     * @return the alerts to be told
     */
    public List<AlertChange> judge(List<Verdict> verdicts, String holdDown) {
        List<Verdict> all = new ArrayList<>(verdicts.size() * 2);
        List<String> unknown = new ArrayList<>();
        for (Verdict verdict : verdicts) {
            all.add(verdict);
            all.add(new Verdict(verdict.sn(), verdict.type(), SILENT, Verdict.Kind.CLEAR, null, verdict.at(), verdict.source()));
            if (!lookedAfter.contains(verdict.sn())) {
                unknown.add(verdict.sn());
            }
        }
        due.putIfAbsent(SILENCE, unknown, LOOK, clock.millis());
        lookedAfter.addAll(unknown);
        return apply(all, TimeUtils.toDuration(holdDown));
    }

    /**
     * The device that it is time to look at, as it is now.
     *
     * @throws CodedException 404 when it is gone
     */
    public DeviceState look(Due due) {
        return devices.find(due.subject()).map(DeviceView::state)
                .orElseThrow(() -> CodedException.notFound("device " + due.subject()));
    }

    /** @param after such as {@code 24h}; {@code 0s}: never */
    public boolean isSilent(DeviceState state, String after) {
        long ms = TimeUtils.toMilliSeconds(after);
        return ms > 0 && clock.millis() - state.updatedAt() >= ms;
    }

    /** The device does not report. */
    public List<AlertChange> silent(DeviceState state, String msg, String holdDown) {
        return apply(List.of(new Verdict(state.sn(), state.type(), SILENT, Verdict.Kind.RAISE, msg, clock.millis(), state.version())),
                TimeUtils.toDuration(holdDown));
    }

    /** Sets when to look at the device again: when it will have been silent for that time, if it says nothing more. */
    public void lookAgain(Due looked, DeviceState state, String after) {
        long ms = TimeUtils.toMilliSeconds(after);
        if (ms > 0) {
            long now = clock.millis();
            due.next(looked, LOOK, state.updatedAt() + ms > now ? state.updatedAt() + ms : now + ms);
        }
    }

    private List<AlertChange> apply(List<Verdict> verdicts, Duration holdDown) {
        Judged judged = alerts.judge(verdicts, holdDown);
        judged.changes().forEach(change -> {
            metrics.changed(change.alert());
            LOG.info("alert {}: {} of {}, {}", change.alert().state().wireName(), change.alert().section(), change.alert().sn(), change.alert().alertId());
        });
        List<AlertChange> told = new ArrayList<>(judged.again());
        told.addAll(judged.changes());
        return told;
    }
}
