package io.campanile.domain.device;

import java.time.Duration;
import java.util.Optional;

/**
 * What a threshold says of a device (CAPABILITIES 5.13). Beside the codes that a device sets itself, and under sections of
 * its own, such as {@code battery}.
 *
 * @param msg    why, for people
 * @param at     since when, ms
 * @param source the version of the state that was judged: an older or repeated judgement has no effect
 */
public record Verdict(String sn, String type, String section, Kind kind, String msg, long at, long source) {

    public enum Kind {
        /** Beyond the threshold. */
        RAISE,
        /** Well again. */
        CLEAR,
        /** Neither: between the two levels, or nothing is known. */
        KEEP
    }

    private static final int CODE = 1;

    public static Verdict of(DeviceState state, String section, Kind kind, String msg) {
        return new Verdict(state.sn(), state.type(), section, kind, msg, state.updatedAt(), state.version());
    }

    /**
     * @param latest   the section's open alert, or else its last one; null when there was none
     * @param holdDown what comes back within this time after it was cleared is the same alert
     * @return the alert as it stands afterwards; empty when nothing changes
     */
    public Optional<Alert> change(Alert latest, Duration holdDown) {
        if (kind == Kind.KEEP || (latest != null && latest.source() >= source)) {
            return Optional.empty();
        }
        boolean open = latest != null && latest.open();
        if (kind == Kind.CLEAR) {
            return open ? Optional.of(latest.cleared(at, source)) : Optional.empty();
        }
        if (open) {
            return Optional.empty();
        }
        return Optional.of(latest != null && at - latest.clearedAt() < holdDown.toMillis() ? latest.returned(CODE, msg, source)
                : Alert.raise(sn, section, "state " + source, CODE, msg, at, source));
    }
}
