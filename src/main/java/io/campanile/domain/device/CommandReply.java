package io.campanile.domain.device;

import io.campanile.domain.CodedException;
import java.util.Map;

/**
 * What a device says came of a command (PROTOCOL 4).
 *
 * @param code   0 for success; the device's own numbers otherwise
 * @param values empty when the device said none
 */
public record CommandReply(String commandId, int code, String msg, Map<String, Object> values) {

    private static final int LONGEST_ID = 64;

    /** @throws CodedException 400 naming the field */
    public static CommandReply of(Map<String, Object> given) {
        if (!(given.get("command_id") instanceof String commandId) || !isId(commandId)) {
            throw CodedException.invalid("command_id", given.get("command_id") == null ? "is required" : "must be a string");
        }
        if (!(given.getOrDefault("code", 0) instanceof Integer code)) {
            throw CodedException.invalid("code", "must be an integer");
        }
        Object msg = given.get("msg");
        if (msg != null && !(msg instanceof String text && Command.isText(text))) {
            throw CodedException.invalid("msg", "must be a string, without NUL or half a surrogate pair");
        }
        Object values = given.get("values");
        return new CommandReply(commandId, code, msg == null ? "" : (String) msg,
                values == null ? Map.of() : Command.object("values", values));
    }

    static boolean isId(String commandId) {
        return !commandId.isEmpty() && commandId.length() <= LONGEST_ID && Command.isText(commandId);
    }
}
