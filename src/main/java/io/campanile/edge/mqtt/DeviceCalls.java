package io.campanile.edge.mqtt;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.campanile.domain.CodedException;
import io.campanile.domain.call.CallActor;
import io.campanile.domain.call.Party;
import io.campanile.domain.device.DeviceCredentials;
import io.campanile.domain.session.Principal;
import io.campanile.flow.Headers;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.component.paho.mqtt5.PahoMqtt5Constants;
import org.apache.camel.support.AsyncProcessorSupport;

/**
 * Takes {@code devices/{sn}/calls/request} and {@code …/action} to the flows of calls (PROTOCOL 4). Success is told by the
 * call itself; what is refused is answered on {@code …/control}. The exchange has ended well once it has happened, or the
 * broker has the answer: until then the message stays with the broker. Thread-safe.
 */
public final class DeviceCalls extends AsyncProcessorSupport {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final FlowRequests flows;
    private final MqttPublisher replies;
    private final int maxBytes;

    /** @param maxBytes the largest request */
    public DeviceCalls(FlowRequests flows, MqttPublisher replies, int maxBytes) {
        this.flows = flows;
        this.replies = replies;
        this.maxBytes = maxBytes;
    }

    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
        String[] levels = exchange.getMessage().getHeader(PahoMqtt5Constants.MQTT_TOPIC, String.class).split("/");
        String sn = levels[1];
        Map<String, Object> values = new LinkedHashMap<>();
        ask(sn, levels[3], exchange.getMessage().getBody(byte[].class), values).whenComplete((answer, failure) -> {
            if (failure == null) {
                callback.done(false);
            } else {
                CodedException refused = Reply.coded(failure, "a call's " + levels[3] + " of " + sn);
                replies.publish("devices/" + sn + "/calls/control", error(sn, values, refused), null, error -> {
                    exchange.setException(error);
                    callback.done(false);
                });
            }
        });
        return false;
    }

    private CompletionStage<Map<String, Object>> ask(String sn, String what, byte[] body, Map<String, Object> values) {
        try {
            values.putAll(RequestBody.read(body, maxBytes));
            UserCalls.requireTimestamp(values);
            if (what.equals("action")) {
                Principal device = Principal.device(sn, new DeviceCredentials("", ""));
                return flows.ask("direct:call-signal?block=false", values, Map.of(Headers.CALL_ACTOR, CallActor.of(device)));
            }
            if (values.get("request_id") == null) {
                throw CodedException.invalid("request_id", "is required");
            }
            return flows.ask("direct:call-request?block=false", values, Map.of(Headers.SN, sn, Headers.PARTY, Party.device(sn)));
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private static byte[] error(String sn, Map<String, Object> asked, CodedException refused) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("message_type", "call_control");
        fields.put("action", "error");
        fields.put("call_id", asked.get("call_id"));
        fields.put("request_id", asked.get("request_id"));
        fields.put("device_id", sn);
        fields.put("code", refused.code().number());
        fields.put("msg", refused.getMessage());
        fields.put("values", refused.values());
        try {
            return JSON.writeValueAsBytes(fields);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("what was read as JSON cannot be written as JSON", e);
        }
    }
}
