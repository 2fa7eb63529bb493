package io.campanile.flow.device;

import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.campanile.domain.CodedException;
import io.campanile.domain.ErrorCode;
import io.campanile.domain.device.Alert;
import io.campanile.domain.device.DeviceState;
import io.campanile.domain.device.DeviceStates;
import io.campanile.domain.device.DeviceStates.Merged;
import io.campanile.domain.device.Report;
import io.campanile.flow.DeadLetters;
import io.campanile.flow.KafkaBatch;
import io.campanile.ops.metrics.AlertMetrics;
import io.campanile.ops.metrics.FlowMetrics;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.component.kafka.KafkaConstants;

/**
 * The steps of the device-report flow that work on batches. A record that cannot be taken goes to the dead letters
 * alone; its neighbours go on. Thread-safe.
 */
public final class Reports {

    private static final TypeReference<Map<String, Object>> FIELDS = new TypeReference<>() { };
    /** Levels; the parser's own bound is also the writer's, so a state that wraps such a report could not be written. */
    private static final int MAX_NESTING = 100;

    private final DeviceStates states;
    private final DeadLetters deadLetters;
    private final ObjectMapper json;
    private final FlowMetrics metrics;
    private final AlertMetrics alertMetrics;

    public Reports(DeviceStates states, DeadLetters deadLetters, ObjectMapper json, FlowMetrics metrics, AlertMetrics alertMetrics) {
        this.states = states;
        this.metrics = metrics;
        this.alertMetrics = alertMetrics;
        this.deadLetters = deadLetters;
        this.json = json.copy();
        this.json.getFactory().setStreamReadConstraints(
                StreamReadConstraints.builder().maxNestingDepth(MAX_NESTING).build());
    }

    /** Records of {@code device.reports} to reports. They were validated on the way in; who else writes there may not. */
    public List<Report> decode(List<Exchange> batch, Exchange exchange) {
        List<Report> reports = new ArrayList<>(batch.size());
        for (Exchange record : batch) {
            Message message = record.getMessage();
            byte[] body = KafkaBatch.body(message);
            try {
                reports.add(decode(message.getHeader(KafkaConstants.KEY, String.class),
                        message.getHeader(KafkaConstants.TIMESTAMP, Long.class), body));
            } catch (IOException | CodedException e) {
                deadLetters.refuse(exchange.getFromRouteId(), body, message.getHeaders(), e);
            }
        }
        return reports;
    }

    private Report decode(String sn, long receivedAt, byte[] body) throws IOException {
        // What is kept is what is parsed: from bytes the parser would also take UTF-16, a byte order mark and ill-formed UTF-8
        String text = text(body);
        Map<String, Object> fields = json.readValue(text, FIELDS);
        if (fields == null) {
            throw CodedException.invalid("report", "must be an object");
        }
        if (sn == null || !(fields.get("report_id") instanceof String reportId)) {
            throw CodedException.invalid(sn == null ? "sn" : "report_id", "is required");
        }
        if (!(fields.get("ts") instanceof Number ts)) {
            throw CodedException.invalid("ts", "must be an integer");
        }
        return new Report(sn, reportId, ts.longValue(), receivedAt, fields, text);
    }

    private static String text(byte[] body) {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString();
        } catch (CharacterCodingException e) {
            throw CodedException.invalid("report", "must be UTF-8");
        }
    }

    /** Takes the reports in; repeats are recognised inside the transaction. */
    public Merged merge(List<Report> reports, Exchange exchange) {
        if (reports.isEmpty()) {
            return new Merged(List.of(), List.of(), List.of(), List.of(), 0);
        }
        Merged merged;
        try {
            merged = states.merge(reports);
            count(reports, merged);
        } catch (CodedException e) {
            requireThere(e);
            merged = oneByOne(reports, exchange);
        }
        merged.unknown().forEach(report -> refuse(report, exchange, CodedException.notFound("device " + report.sn())));
        return merged;
    }

    private Merged oneByOne(List<Report> reports, Exchange exchange) {
        List<DeviceState> led = new ArrayList<>();
        List<Alert> alerts = new ArrayList<>();
        List<Alert> again = new ArrayList<>();
        List<Report> unknown = new ArrayList<>();
        int repeats = 0;
        for (Report report : reports) {
            try {
                Merged one = states.merge(List.of(report));
                count(List.of(report), one);
                repeats += one.repeats();
                led.addAll(one.states());
                alerts.addAll(one.alerts());
                again.addAll(one.again());
                unknown.addAll(one.unknown());
            } catch (CodedException e) {
                requireThere(e);
                refuse(report, exchange, e);
            }
        }
        return new Merged(led, alerts, again, unknown, repeats);
    }

    /** What only cannot be taken in now is to be tried again. */
    private static void requireThere(CodedException e) {
        if (e.code() == ErrorCode.UNAVAILABLE) {
            throw e;
        }
    }

    private void count(List<Report> reports, Merged merged) {
        metrics.merged(reports.size() - merged.unknown().size(), merged.repeats());
        merged.alerts().forEach(alertMetrics::changed);
    }

    private void refuse(Report report, Exchange exchange, CodedException cause) {
        byte[] body = report.body().getBytes(StandardCharsets.UTF_8);
        deadLetters.refuse(exchange.getFromRouteId(), body, headers(report, body, exchange), cause);
    }

    /** Those of its record: by them a replay finds the way back, and a batch that is done again makes no second letter. */
    private static Map<String, Object> headers(Report report, byte[] body, Exchange exchange) {
        return KafkaBatch.of(exchange).stream().map(Exchange::getMessage)
                .filter(record -> report.sn().equals(record.getHeader(KafkaConstants.KEY)) && Arrays.equals(body, KafkaBatch.body(record)))
                .findFirst().map(Message::getHeaders)
                .orElseGet(() -> Map.of(KafkaConstants.KEY, report.sn()));
    }
}
