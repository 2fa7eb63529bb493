package io.campanile.edge.line;

import static io.campanile.domain.session.Operation.READ_MESSAGES;
import static io.campanile.domain.session.Operation.SEND_MESSAGES;
import static io.campanile.edge.line.Command.allowed;
import static io.campanile.edge.line.Command.open;
import static io.campanile.edge.line.Command.signedIn;

import io.campanile.domain.CodedException;
import io.campanile.domain.ErrorCode;
import io.vertx.core.Future;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The commands by name (PROTOCOL 10): a new one is a line here. Immutable. */
public final class Commands {

    static final CodedException INVALID_PROTOCOL = new CodedException(ErrorCode.INVALID, "Invalid protocol");

    /** A line that was understood. */
    record Call(Command command, List<String> arguments) {
    }

    private final Map<String, Command> commands;

    public Commands(LineSignIn signIn, LineMessages messages) {
        commands = Stream.of(
                open("register", List.of("user", "password"), signIn::register),
                open("login", List.of("user", "password"), signIn::login),
                open("ping", List.of(), (connection, none) -> Future.succeededFuture("")),
                signedIn("logout", List.of(), signIn::logout),
                allowed(SEND_MESSAGES, "chat", List.of("receiver_id", "text"), messages::chat),
                allowed(SEND_MESSAGES, "group_chat", List.of("room_id", "text"), messages::groupChat),
                allowed(READ_MESSAGES, "pull", List.of(), messages::pull),
                allowed(READ_MESSAGES, "ack", List.of("inbox_seq"), messages::ack)
        ).collect(Collectors.toUnmodifiableMap(Command::name, Function.identity()));
    }

    Collection<Command> all() {
        return commands.values();
    }

    /** @throws CodedException 400 {@code Invalid protocol} when the line is no command with its arguments */
    Call parse(String line) {
        int colon = line.indexOf(':');
        Command command = commands.get(colon < 0 ? line : line.substring(0, colon));
        if (command == null) {
            throw INVALID_PROTOCOL;
        }
        String[] parts = line.split(":", command.arguments().size() + 1);
        if (parts.length != command.arguments().size() + 1 || command.arguments().isEmpty() && colon >= 0) {
            throw INVALID_PROTOCOL;
        }
        return new Call(command, Arrays.asList(parts).subList(1, parts.length));
    }
}
