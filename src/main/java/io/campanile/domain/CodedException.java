package io.campanile.domain;

import java.util.Map;

/**
 * A business error with the code and the text its sender is told (CAPABILITIES 0.02).
 * It carries no stack trace: it is an answer, not a fault.
 */
public class CodedException extends RuntimeException {

    private final ErrorCode code;
    private final transient Map<String, Object> values;

    public CodedException(ErrorCode code, String message) {
        this(code, message, Map.of());
    }

    /** @param values what the error answer carries besides, such as {@code retry_after_ms} */
    public CodedException(ErrorCode code, String message, Map<String, Object> values) {
        super(message, null, false, false);
        this.code = code;
        this.values = values;
    }

    /** @param field the JSON name of the field, with its path, such as {@code location.code} */
    public static CodedException invalid(String field, String why) {
        return new CodedException(ErrorCode.INVALID, field + ": " + why);
    }

    public static CodedException notFound(String what) {
        return new CodedException(ErrorCode.NOT_FOUND, "no such " + what);
    }

    public ErrorCode code() {
        return code;
    }

    public Map<String, Object> values() {
        return values;
    }
}
