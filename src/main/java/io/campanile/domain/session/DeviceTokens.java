package io.campanile.domain.session;

import io.campanile.domain.CodedException;
import io.campanile.domain.ErrorCode;
import io.campanile.domain.device.DeviceCredentials;
import io.campanile.domain.device.DeviceRegistry;
import io.campanile.domain.device.DeviceToken;
import java.time.Clock;
import java.time.Duration;
import java.util.function.Predicate;

/** The tokens that devices show instead of their secrets: good once, within the window (PROTOCOL 3). Thread-safe; blocks. */
public final class DeviceTokens {

    private final DeviceRegistry devices;
    private final OnceOnly used;
    private final Predicate<Principal> revoked;
    private final Duration window;
    private final Clock clock;

    /**
     * @param revoked as {@link Revocations#revoked}
     * @param window  how far a device's clock may be off, and so how long its tokens are good
     */
    public DeviceTokens(DeviceRegistry devices, OnceOnly used, Predicate<Principal> revoked, Duration window, Clock clock) {
        this.devices = devices;
        this.used = used;
        this.revoked = revoked;
        this.window = window;
        this.clock = clock;
    }

    /**
     * Logs a device in by its token, which is used up by it.
     *
     * @throws CodedException 401, the same for an unknown device and a wrong, old or used token
     */
    public Principal signIn(DeviceToken token) {
        DeviceCredentials credentials = devices.credentials(token.sn()).filter(known -> token.isSignedWith(known.secret()))
                .orElseThrow(DeviceTokens::refused);
        if (!redeem(token)) {
            throw refused();
        }
        return Principal.device(token.sn(), credentials);
    }

    /**
     * To be asked once the connection is the device's: its secret may have been replaced while it logged in.
     *
     * @throws CodedException 401 when it was
     */
    public void requireHolds(Principal device) {
        if (!holds(device)) {
            throw refused();
        }
    }

    boolean holds(Principal device) {
        return !revoked.test(device);
    }

    private static CodedException refused() {
        return new CodedException(ErrorCode.UNAUTHENTICATED, "wrong sn, timestamp or token");
    }

    /**
     * Uses a token up whose signature was checked.
     *
     * @return false when it is too old, too new or used
     */
    boolean redeem(DeviceToken token) {
        // One from the future stays fresh for up to two windows
        return token.isFresh(clock.millis(), window) && used.claim(token.onceKey(), window.multipliedBy(2));
    }
}
