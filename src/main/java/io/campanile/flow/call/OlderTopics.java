package io.campanile.flow.call;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.campanile.domain.CodedException;
import io.campanile.domain.Ids;
import io.campanile.domain.call.CallAction;
import io.campanile.domain.call.CallActor;
import io.campanile.domain.call.CallSignal.Side;
import io.campanile.domain.call.Party;
import io.campanile.domain.session.Principal;
import io.campanile.domain.session.Role;
import io.campanile.flow.Headers;
import io.campanile.ops.rehearsal.FreeOfEffects;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.apache.camel.Message;

/**
 * Translates between the topics {@code mqtt_call/…}, on which clients older than PROTOCOL speak, and ours. They name themselves
 * in what they say, and nobody has made sure of it: the bridge acts for them. Thread-safe.
 */
@FreeOfEffects
public final class OlderTopics {

    /** By which the bridge knows what it said itself (CAPABILITIES 0.09). */
    private static final String SOURCE = "source";
    private static final String OURS = "campanile";
    private static final String NAME = "call-bridge";
    private static final Principal BRIDGE = Principal.user(NAME, Set.of(Role.SERVICE), null, Long.MAX_VALUE, 0);
    /** A time below it is in seconds: in ms it would be in 1973. */
    private static final long FIRST_MS = 100_000_000_000L;
    private static final long MS_PER_S = 1_000;

    private final ObjectMapper json;

    public OlderTopics(ObjectMapper json) {
        this.json = json;
    }

    /** Whether an older client said it, and not the bridge. */
    public boolean isTheirs(byte[] body) {
        return !OURS.equals(read(body).get(SOURCE));
    }

    /** A device calls: {@code device_id}, and {@code target_resident_id} or one of the names that we have for whom. */
    public Map<String, Object> request(byte[] body, Message message) {
        Map<String, Object> request = newer(body);
        rename(request, "target_resident_id", "resident_id");
        rename(request, "call_id", "request_id");
        String sn = Ids.require("device_id", request.get("device_id") instanceof String id ? id : null);
        message.setHeader(Headers.SN, sn);
        message.setHeader(Headers.PARTY, Party.device(sn));
        return request;
    }

    /** What the calling device does. */
    public Map<String, Object> deviceAction(byte[] body, Message message) {
        message.setHeader(Headers.CALL_ACTOR, new CallActor(BRIDGE, Side.CALLER, CallAction.OF_DEVICE));
        return newer(body);
    }

    /** What a resident does: whoever is named, or else who answered, or the only one whom the call calls. */
    public Map<String, Object> residentAction(byte[] body, Message message) {
        Map<String, Object> action = newer(body);
        rename(action, "target_resident_id", "resident_id");
        rename(action, "user_id", "resident_id");
        message.setHeader(Headers.CALL_ACTOR, CallActor.callee(BRIDGE));
        return action;
    }

    /** What everybody is to be told. */
    public Map<String, Object> systemMessage(byte[] body, Message message) {
        message.setHeader(Headers.GIVEN_BY, NAME);
        return newer(body);
    }

    /** What we say, as older clients hear it: marked, so that it does not come back. */
    public byte[] told(byte[] body) throws IOException {
        Map<String, Object> told = read(body);
        told.put(SOURCE, OURS);
        return json.writeValueAsBytes(told);
    }

    private Map<String, Object> newer(byte[] body) {
        Map<String, Object> said = read(body);
        said.computeIfPresent("timestamp", (name, time) -> time instanceof Number at && at.longValue() < FIRST_MS ? Long.valueOf(at.longValue() * MS_PER_S) : time);
        return said;
    }

    private static void rename(Map<String, Object> fields, String older, String newer) {
        Object value = fields.remove(older);
        if (value != null) {
            fields.putIfAbsent(newer, value);
        }
    }

    /** @throws CodedException 400 for what is no JSON object */
    private Map<String, Object> read(byte[] body) {
        try {
            Map<String, Object> read = json.readValue(body, new TypeReference<LinkedHashMap<String, Object>>() { });
            if (read != null) {
                return read;
            }
        } catch (IOException e) {
            throw CodedException.invalid("body", "must be a JSON object");
        }
        throw CodedException.invalid("body", "must be a JSON object");
    }
}
