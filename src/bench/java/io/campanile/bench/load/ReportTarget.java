package io.campanile.bench.load;

import java.util.Map;

/**
 * Where reports go in, and where they come out again.
 *
 * @param mqttPort takes reports at QoS 1 on {@code devices/{sn}/report}
 * @param devices  who reports: sn to secret; an empty secret connects without a login
 * @param watchers where watchers connect over WebSocket and are pushed states; null when they subscribe over MQTT
 * @param slow     whether watchers read slowly and may be told only the newest of a device; one more then reads at once,
 *                 and reports wait for that one only
 */
public record ReportTarget(int mqttPort, Map<String, String> devices, Endpoint watchers, boolean slow) {
}
