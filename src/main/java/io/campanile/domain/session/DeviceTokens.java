package io.campanile.domain.session;

import io.campanile.domain.CodedException;
import io.campanile.domain.ErrorCode;
import io.campanile.domain.device.DeviceRegistry;
import io.campanile.domain.device.DeviceToken;
import java.time.Clock;
import java.time.Duration;

/** The tokens that devices show instead of their secrets: good once, within the window (PROTOCOL 3). Thread-safe; blocks. */
public final class DeviceTokens {

    private final DeviceRegistry devices;
    private final OnceOnly used;
    private final Duration window;
    private final Clock clock;

    /** @param window how far a device's clock may be off, and so how long its tokens are good */
    public DeviceTokens(DeviceRegistry devices, OnceOnly used, Duration window, Clock clock) {
        this.devices = devices;
        this.used = used;
        this.window = window;
        this.clock = clock;
    }

    /**
     * Logs a device in by its token, which is used up by it.
     *
     * @throws CodedException 401, the same for an unknown device and a wrong, old or used token
     */
    public Principal signIn(DeviceToken token) {
        if (devices.secret(token.sn()).filter(token::isSignedWith).isEmpty() || !redeem(token)) {
            throw new CodedException(ErrorCode.UNAUTHENTICATED, "wrong sn, timestamp or token");
        }
        return Principal.device(token.sn());
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
