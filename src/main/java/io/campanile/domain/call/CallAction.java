package io.campanile.domain.call;

import io.campanile.domain.CodedException;
import java.util.Collection;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** What parties tell us, and we tell them (PROTOCOL 7). */
public enum CallAction {
    INITIATED, RINGING, ANSWERED, REJECTED, CANCELLED, HANGUP, TIMEOUT, ERROR;

    public static final Set<CallAction> OF_CALLER = EnumSet.of(CANCELLED, HANGUP);
    /** Over MQTT; {@code ringing} only says that the device has learnt of its call. */
    public static final Set<CallAction> OF_DEVICE = EnumSet.of(RINGING, CANCELLED, HANGUP);
    public static final Set<CallAction> OF_CALLEE = EnumSet.of(RINGING, ANSWERED, REJECTED, HANGUP);

    /** The name on the wire, such as {@code answered}. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** @throws CodedException 400 naming the field {@code action}, when it is none of those */
    public static CallAction require(Object given, Collection<CallAction> allowed) {
        return allowed.stream().filter(action -> action.wireName().equals(given)).findFirst()
                .orElseThrow(() -> CodedException.invalid("action", "must be one of "
                        + allowed.stream().map(CallAction::wireName).collect(Collectors.joining(", "))));
    }
}
