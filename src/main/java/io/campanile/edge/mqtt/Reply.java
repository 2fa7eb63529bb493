package io.campanile.edge.mqtt;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.campanile.domain.CodedException;
import io.campanile.domain.ErrorCode;
import io.campanile.flow.Unavailable;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The answer to a user's request over MQTT (PROTOCOL 4 and 7).
 *
 * @param requestId as it was sent: any JSON value; null when there was none
 * @param callId    of an action in a call, as it was sent
 */
record Reply(RequestTopic topic, Object requestId, Object callId, int code, String msg, Map<String, Object> values) {

    private static final Logger LOG = LoggerFactory.getLogger(Reply.class);
    private static final ObjectMapper JSON = JsonMapper.builder().propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE).build();

    /** @param failure null when it was answered */
    static Reply of(RequestTopic topic, Object requestId, Object callId, Map<String, Object> answer, Throwable failure) {
        if (failure == null) {
            return new Reply(topic, requestId, callId, 0, "", answer == null ? Map.of() : answer);
        }
        CodedException coded = coded(failure, topic.service() + " of " + topic.userId());
        return new Reply(topic, requestId, callId, coded.code().number(), coded.getMessage(), coded.values());
    }

    /** What a failure is to whoever asked. @param what failed, for the log */
    static CodedException coded(Throwable failure, String what) {
        Throwable cause = failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (cause instanceof CodedException coded) {
            return coded;
        }
        if (Unavailable.is(cause)) {
            return new CodedException(ErrorCode.UNAVAILABLE, Unavailable.TEXT);
        }
        LOG.error("{} failed", what, cause);
        return new CodedException(ErrorCode.INTERNAL, "internal error");
    }

    /**
     * A failure is always told. Success is when it was asked for; what an action does to its call is told by the call
     * itself.
     *
     * @param asked whether the request named a topic for its answer
     */
    boolean isOwed(boolean asked) {
        return code != 0 || asked || requestId != null && !topic.isCall();
    }

    /** @param asked as above; an action's answer is a control of its call otherwise */
    byte[] json(boolean asked) {
        Map<String, Object> fields = new LinkedHashMap<>();
        if (topic.isCall() && !asked) {
            fields.put("message_type", "call_control");
            fields.put("action", "error");
            fields.put("call_id", callId);
        }
        fields.put("request_id", requestId);
        fields.put("code", code);
        fields.put("msg", msg);
        fields.put("values", values);
        try {
            return JSON.writeValueAsBytes(fields);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("an answer of " + topic.service() + " cannot be written", e);
        }
    }
}
