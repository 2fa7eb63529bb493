package io.campanile.bench.run;

import io.campanile.bench.load.Endpoint;
import io.campanile.bench.load.ReportLoad;
import io.campanile.bench.load.ReportTarget;
import io.campanile.bench.peer.BrokerPeer;
import io.campanile.bench.system.Gateway;
import io.campanile.bench.system.JavaPeer;
import io.campanile.bench.system.Mosquitto;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reports at QoS 1 from devices, each stored, to those who watch; against brokers that relay the same. */
final class ReportToPush implements Benchmark {

    private static final int DEVICES = 20;
    private static final double WANTED = 0.40;
    private static final String UNIT = "reports/s";
    private static final String ALL = DEVICES + " devices, 10 watchers";
    private static final String NEWEST = DEVICES + " devices, 10 slow watchers";

    @Override
    public String name() {
        return "report-to-push";
    }

    @Override
    public List<Row> run(Stage stage) throws IOException, InterruptedException {
        Figures all = gateway(stage, "off", false);
        Figures newest = gateway(stage, "on", true);
        Peers peers = new Peers(stage, name(), ALL, UNIT);
        Path journal = stage.subdirectory(name());
        Figures broker = peers.measure("Artemis alone",
                () -> JavaPeer.start("Artemis alone", BrokerPeer.class, journal, journal.toString()), peer -> relay(stage, peer.port()));
        Figures mosquitto = peers.measure("Mosquitto", () -> Mosquitto.start(stage.subdirectory(name())), peer -> relay(stage, peer.port()));
        List<Row> rows = new ArrayList<>(List.of(
                Row.of(name(), "Campanile", ALL, UNIT, all).against(broker, WANTED, "Artemis alone").beside(mosquitto, "Mosquitto"),
                Row.of(name(), "Campanile, conflating", NEWEST, UNIT, newest).against(broker, WANTED, "Artemis alone")
                        .beside(mosquitto, "Mosquitto").noting("latency is that of slow watchers")));
        rows.addAll(peers.rows());
        return rows;
    }

    private Figures gateway(Stage stage, String conflation, boolean slow) throws IOException, InterruptedException {
        try (Gateway gateway = stage.gateway(name(), Map.of("device-watch.conflation", conflation))) {
            Map<String, String> devices = devices();
            for (Map.Entry<String, String> device : devices.entrySet()) {
                device.setValue(gateway.post("/api/v1/devices", Map.of("sn", device.getKey(), "type", "dance_robot"))
                        .path("secret").asText());
            }
            return stage.measure(gateway, ReportLoad.open(stage.generator(), new ReportTarget(gateway.port("mqtt.port"), devices,
                    new Endpoint(gateway.port("http.port"), "/ws?client_id=watcher-%d", gateway.token()), slow)));
        }
    }

    private static ReportLoad relay(Stage stage, int port) throws InterruptedException {
        return ReportLoad.open(stage.generator(), new ReportTarget(port, devices(), null, false));
    }

    private static Map<String, String> devices() {
        Map<String, String> devices = new LinkedHashMap<>();
        for (int i = 0; i < DEVICES; i++) {
            devices.put("robot-" + i, "");
        }
        return devices;
    }
}
