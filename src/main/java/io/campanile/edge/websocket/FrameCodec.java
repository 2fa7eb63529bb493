package io.campanile.edge.websocket;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.campanile.domain.CodedException;
import io.campanile.domain.ErrorCode;
import io.campanile.domain.push.Push;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufOutputStream;
import io.netty.buffer.Unpooled;
import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/** Frames as JSON, both ways (PROTOCOL 5). Thread-safe. */
public final class FrameCodec {

    private static final TypeReference<Map<String, Object>> VALUES = new TypeReference<>() { };
    private static final CodedException NOT_AN_OBJECT = new CodedException(ErrorCode.INVALID, "the frame is not one JSON object");
    private static final int TYPICAL_FRAME = 256;

    private final ObjectMapper mapper;
    private final ObjectWriter unflushed;
    private final String responseOp;
    private final String pushOp;
    private final String pushIds = UUID.randomUUID().toString().substring(0, 13) + "-";
    private final AtomicLong pushes = new AtomicLong();

    /** @param opPrefix what {@code op} begins with, such as {@code galbot} */
    public FrameCodec(ObjectMapper mapper, String opPrefix) {
        this.mapper = mapper;
        this.unflushed = mapper.writer().without(SerializationFeature.FLUSH_AFTER_WRITE_VALUE);
        this.responseOp = opPrefix + "_response";
        this.pushOp = opPrefix + "_push";
    }

    /** Reads a request; one that is no request carries the {@linkplain Request#fault() reason}. */
    Request decode(Connection connection, Buffer frame) {
        String service = null;
        Object id = null;
        Map<String, Object> values = Map.of();
        CodedException fault = null;
        try (JsonParser json = mapper.createParser(frame.getBytes())) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                return new Request(connection, null, null, Map.of(), NOT_AN_OBJECT);
            }
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String field = json.currentName();
                JsonToken value = json.nextToken();
                switch (field) {
                    case "service" -> service = value == JsonToken.VALUE_STRING ? json.getText() : null;
                    case "request_id" -> {
                        id = id(json, value);
                        fault = id == null && value != JsonToken.VALUE_NULL
                                ? CodedException.invalid(field, "must be a string or a number") : fault;
                    }
                    case "values" -> {
                        if (value == JsonToken.START_OBJECT) {
                            values = mapper.readValue(json, VALUES);
                        } else if (value != JsonToken.VALUE_NULL) {
                            fault = CodedException.invalid(field, "must be an object");
                        }
                    }
                    default -> { }
                }
                json.skipChildren();
            }
            if (json.nextToken() != null) {
                return new Request(connection, null, null, Map.of(), NOT_AN_OBJECT);
            }
        } catch (JsonProcessingException e) {
            return new Request(connection, null, null, Map.of(), NOT_AN_OBJECT);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (service == null) {
            fault = CodedException.invalid("service", "must be a string");
        }
        return new Request(connection, service, id, values, fault);
    }

    /** @param values what the service answers; null for nothing */
    Buffer success(Request request, Object values) {
        return encode(responseOp, request.service(), 0, "", values, request.id());
    }

    Buffer failure(Request request, CodedException e) {
        return encode(responseOp, request.service(), e.code().number(), e.getMessage(), e.values(), request.id());
    }

    /** A push, to be encoded once and shared by all who get it. */
    public Buffer push(String service, Object values) {
        return push(service, values, pushIds + pushes.incrementAndGet());
    }

    /** The same with an id that its sender knows, as connections of every transport get it (PROTOCOL 8). */
    public Buffer push(Push push) {
        return push(push.service(), push.values(), push.pushId());
    }

    private Buffer push(String service, Object values, String id) {
        return encode(pushOp, service, 0, "", values, id);
    }

    /** A push of whose values all but the last are common to all who get it; encoded once. @param common not empty */
    NumberedFrame numbered(String service, Map<String, Object> common) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(TYPICAL_FRAME);
        try (JsonGenerator json = mapper.createGenerator(bytes)) {
            begin(json, pushOp, service, 0, "");
            json.writeStartObject();
            for (Map.Entry<String, Object> value : common.entrySet()) {
                json.writeFieldName(value.getKey());
                mapper.writeValue(json, value.getValue());
            }
            json.flush();
            int head = bytes.size();
            json.writeEndObject();
            end(json, 0, pushIds + pushes.incrementAndGet());
            json.flush();
            return new NumberedFrame(bytes.toByteArray(), head);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Object id(JsonParser json, JsonToken token) throws IOException {
        if (token == JsonToken.VALUE_STRING) {
            return json.getText();
        }
        return token.isNumeric() ? new Request.NumberId(json.getText()) : null;
    }

    private Buffer encode(String op, String service, int code, String msg, Object values, Object id) {
        // It has room for nothing yet: most frames are written at once, and it gets as large as they are
        ByteBuf frame = Unpooled.buffer(0);
        try (JsonGenerator json = mapper.createGenerator((OutputStream) new ByteBufOutputStream(frame))) {
            begin(json, op, service, code, msg);
            if (values == null) {
                json.writeStartObject();
                json.writeEndObject();
            } else {
                unflushed.writeValue(json, values);
            }
            end(json, code, id);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Buffer.buffer(frame);
    }

    private static void begin(JsonGenerator json, String op, String service, int code, String msg) throws IOException {
        json.writeStartObject();
        json.writeStringField("op", op);
        json.writeStringField("service", service);
        json.writeNumberField("code", code);
        json.writeStringField("msg", msg);
        json.writeFieldName("values");
    }

    private static void end(JsonGenerator json, int code, Object id) throws IOException {
        json.writeBooleanField("result", code == 0);
        json.writeFieldName("request_id");
        if (id instanceof Request.NumberId number) {
            json.writeNumber(number.digits());
        } else {
            json.writeString((String) id);
        }
        json.writeEndObject();
    }
}
