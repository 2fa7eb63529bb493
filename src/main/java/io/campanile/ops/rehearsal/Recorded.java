package io.campanile.ops.rehearsal;

import java.util.Map;

/**
 * A record as Kafka keeps it.
 *
 * @param timestamp ms
 * @param key       null when it has none
 * @param value     null when it has none
 */
public record Recorded(String topic, int partition, long offset, long timestamp, String key, Map<String, byte[]> headers,
                       byte[] value) {
}
