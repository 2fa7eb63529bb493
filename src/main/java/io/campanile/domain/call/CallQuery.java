package io.campanile.domain.call;

/**
 * Which calls (PROTOCOL 7). Null stands for all.
 *
 * @param residentId those whom it calls
 * @param party      only those in which this user takes part
 * @param from       when they began, ms, inclusive
 * @param to         likewise
 */
public record CallQuery(String deviceId, String residentId, String party, long from, long to) {
}
