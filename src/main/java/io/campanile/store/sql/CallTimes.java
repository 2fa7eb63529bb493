package io.campanile.store.sql;

import java.time.Duration;

/**
 * How long calls take, in ms.
 *
 * @param ring      for how long one may ring
 * @param connected for how long one may be connected, from the answer on
 * @param tell      how long an event may be on its way before whoever was to tell it must be gone
 * @param repeats   for how long a repeat of a request is known, at least 300 s
 * @param kept      for how long a call is kept that is over
 */
public record CallTimes(long ring, long connected, long tell, long repeats, long kept) {

    public CallTimes(Duration ring, Duration connected, Duration tell, Duration repeats, Duration kept) {
        this(ring.toMillis(), connected.toMillis(), tell.toMillis(), repeats.toMillis(), kept.toMillis());
    }
}
