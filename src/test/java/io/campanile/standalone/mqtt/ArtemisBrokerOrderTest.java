package io.campanile.standalone.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import io.campanile.fixture.MqttPeer;
import io.campanile.fixture.MqttPeer.Received;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** MQTT 5, 4.6: what a client publishes on one topic comes in the order in which it was published. */
class ArtemisBrokerOrderTest {

    private static final List<String> DEVICES = List.of("sn1", "sn2", "system");
    private static final int REPORTS = 10_000;

    @TempDir
    Path directory;

    @Test
    void noMessageOvertakesAnotherOfItsClient() throws Exception {
        List<String> numbers = IntStream.rangeClosed(1, REPORTS).mapToObj(String::valueOf).toList();
        ExecutorService threads = Executors.newFixedThreadPool(DEVICES.size());
        try (RunningBroker broker = RunningBroker.start(directory);
                MqttPeer gateway = RunningBroker.durableGateway(broker.url)) {
            gateway.subscribe("devices/+/report");
            List<Future<?>> publishing = DEVICES.stream().<Future<?>>map(sn -> threads.submit(() -> {
                try (MqttPeer device = broker.device(sn)) {
                    device.publishMany("devices/" + sn + "/report", numbers);
                }
                return null;
            })).toList();

            Map<String, Integer> last = new HashMap<>();
            int overtakings = 0;
            for (int i = 0; i < DEVICES.size() * REPORTS; i++) {
                Received report = gateway.next();
                int number = Integer.parseInt(report.text());
                overtakings += number == last.getOrDefault(report.topic(), 0) + 1 ? 0 : 1;
                last.put(report.topic(), number);
            }
            for (Future<?> one : publishing) {
                one.get();
            }
            assertThat(overtakings).isZero();
        } finally {
            threads.shutdown();
        }
    }
}
