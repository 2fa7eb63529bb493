package io.campanile.domain.device;

import static io.campanile.domain.device.Alert.State.ACKNOWLEDGED;
import static io.campanile.domain.device.Alert.State.CLEARED;
import static io.campanile.domain.device.Alert.State.RAISED;

import io.campanile.domain.CodedException;
import io.campanile.domain.ErrorCode;
import io.campanile.domain.device.Alert.State;
import java.util.Locale;
import java.util.Map;

/** What can happen to an alert: a table of event × state → state. What is not in it cannot happen. */
public enum AlertEvent {
    /** The device says another code of the same section. */
    CHANGE("change", Map.of(RAISED, RAISED, ACKNOWLEDGED, ACKNOWLEDGED)),
    /** A person has seen it; said again, it stays with the first who did. */
    ACKNOWLEDGE("be acknowledged", Map.of(RAISED, ACKNOWLEDGED, ACKNOWLEDGED, ACKNOWLEDGED)),
    /** What raised it is over. */
    CLEAR("be cleared", Map.of(RAISED, CLEARED, ACKNOWLEDGED, CLEARED)),
    /** It is back so soon that it is the same one. */
    RETURN("return", Map.of(CLEARED, RAISED));

    private final String wording;
    private final Map<State, State> table;

    AlertEvent(String wording, Map<State, State> table) {
        this.wording = wording;
        this.table = table;
    }

    /** @throws CodedException 409 that names the event and the state it is not for */
    State from(State present) {
        State next = table.get(present);
        if (next == null) {
            throw new CodedException(ErrorCode.CONFLICT, "an alert that is " + present.name().toLowerCase(Locale.ROOT) + " cannot " + wording);
        }
        return next;
    }
}
