package io.campanile.edge.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.campanile.domain.device.Command;
import io.campanile.domain.device.CommandReply;
import io.campanile.domain.device.CommandView;
import java.util.Map;

/**
 * A command as REST shows it (PROTOCOL 9).
 *
 * @param version the device's desired version that it made
 * @param sentAt  when the device confirmed it
 * @param reply   what the device said; in state {@code expired} it came too late
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record CommandJson(String commandId, String sn, String service, Map<String, Object> values, String state, long version,
                   String givenBy, long ts, long expiresAt, Long sentAt, Reply reply) {

    /** @param ts when it came, ms */
    record Reply(int code, String msg, Map<String, Object> values, long ts) {
    }

    static CommandJson of(CommandView view) {
        Command command = view.command();
        CommandReply reply = view.reply();
        return new CommandJson(command.commandId(), command.sn(), command.service(), command.values(), view.state().wireName(),
                view.version(), command.givenBy(), command.givenAt(), command.expiresAt(), view.sentAt(),
                reply == null ? null : new Reply(reply.code(), reply.msg(), reply.values(), view.repliedAt()));
    }
}
