package io.campanile.bench.checker;

/**
 * A numbered report (PROTOCOL 4). Immutable.
 *
 * @param n  from 1, without gaps
 * @param ts the device's time, ms; rises with {@code n}
 */
record Report(long n, long ts) {

    private static final int PACKET_IDS = 65535;

    /** The report that follows, at {@code now} or just after this one, whichever is later. */
    Report next(long now) {
        return new Report(n + 1, Math.max(now, ts + 1));
    }

    /** The MQTT packet identifier: unique among as many reports as can be in flight. */
    int packetId() {
        return (int) ((n - 1) % PACKET_IDS) + 1;
    }

    String json() {
        return "{\"report_id\":\"r-" + n + "\",\"ts\":" + ts + ",\"status\":1,"
                + "\"location\":{\"code\":0,\"lat\":31.2" + n % 1000 + ",\"lng\":121.5" + n % 1000 + "},"
                + "\"electricity\":{\"code\":0,\"level\":" + (100 - n % 100) + "},"
                + "\"properties\":{\"n\":" + n + "}}";
    }
}
