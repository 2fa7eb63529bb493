package io.campanile.domain.session;

import java.time.Duration;

/** Remembers what was used up, on every node alike, such as a device token that is good once (PROTOCOL 3). Thread-safe; blocks. */
public interface OnceOnly {

    /**
     * Uses the key up.
     *
     * @param keep how long a repeat must be recognised; afterwards the key may be forgotten
     * @return true for the first who claims it, false for everyone after
     * @throws io.campanile.domain.CodedException 503 when that cannot be known; the key may be used up then
     */
    boolean claim(String key, Duration keep);
}
