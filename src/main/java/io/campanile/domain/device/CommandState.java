package io.campanile.domain.device;

import io.campanile.domain.CodedException;
import io.campanile.domain.ErrorCode;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * How far a command has come (PROTOCOL 9, CAPABILITIES 5.09), as a table: state × event → state. A cell that leads to its own
 * state keeps it, whatever comes late; a cell that is empty is refused by name.
 *
 * <pre>
 *              CONFIRM     REPLY       EXPIRE   SUPERSEDE
 * pending      sent        replied     expired  superseded
 * sent         sent        replied     expired  –
 * replied      replied     replied     –        –
 * expired      expired     expired     expired  –
 * superseded   superseded  superseded  –        superseded
 * </pre>
 */
public enum CommandState {
    /** Durable, and waiting for the device. */
    PENDING,
    /** The device has confirmed that it has it. */
    SENT,
    /** The device has said what came of it. */
    REPLIED,
    /** Its time was over before the device replied; a reply that comes later is kept beside this. */
    EXPIRED,
    /** A newer one of the same service took its place before it was sent. */
    SUPERSEDED;

    /** What happens to a command. */
    public enum Event { CONFIRM, REPLY, EXPIRE, SUPERSEDE }

    private static final Map<CommandState, Map<Event, CommandState>> TABLE = new EnumMap<>(Map.of(
            PENDING, Map.of(Event.CONFIRM, SENT, Event.REPLY, REPLIED, Event.EXPIRE, EXPIRED, Event.SUPERSEDE, SUPERSEDED),
            SENT, Map.of(Event.CONFIRM, SENT, Event.REPLY, REPLIED, Event.EXPIRE, EXPIRED),
            REPLIED, Map.of(Event.CONFIRM, REPLIED, Event.REPLY, REPLIED),
            EXPIRED, Map.of(Event.CONFIRM, EXPIRED, Event.REPLY, EXPIRED, Event.EXPIRE, EXPIRED),
            SUPERSEDED, Map.of(Event.CONFIRM, SUPERSEDED, Event.REPLY, SUPERSEDED, Event.SUPERSEDE, SUPERSEDED)));

    /** @throws CodedException 409 naming the state and the event, when it cannot happen to a command in this state */
    public CommandState after(Event event) {
        CommandState next = TABLE.get(this).get(event);
        if (next == null) {
            throw new CodedException(ErrorCode.CONFLICT, "a command that is " + wireName() + " cannot "
                    + event.name().toLowerCase(Locale.ROOT));
        }
        return next;
    }

    /** The states that the event ends in another one. */
    public static List<CommandState> changedBy(Event event) {
        return Arrays.stream(values()).filter(state -> TABLE.get(state).getOrDefault(event, state) != state).toList();
    }

    /** The name on the wire, such as {@code pending}. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** @throws CodedException 400 naming {@code field} for a name that is no state */
    public static CommandState fromWire(String field, String name) {
        return Arrays.stream(values()).filter(state -> state.wireName().equals(name)).findFirst()
                .orElseThrow(() -> CodedException.invalid(field, "must be one of pending, sent, replied, expired, superseded"));
    }
}
