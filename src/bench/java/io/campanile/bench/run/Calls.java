package io.campanile.bench.run;

import com.fasterxml.jackson.databind.JsonNode;
import io.campanile.bench.load.CallLoad;
import io.campanile.bench.load.CallTarget;
import io.campanile.bench.load.Load;
import io.campanile.bench.peer.BrokerPeer;
import io.campanile.bench.system.Gateway;
import io.campanile.bench.system.JavaPeer;
import io.campanile.bench.system.Mosquitto;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Whole calls: a door rings at three, one answers, the others are told, it is hung up and recorded; against brokers that relay the same. */
final class Calls implements Benchmark {

    private static final int LINES = CallLoad.AT_ONCE + 20;
    private static final double WANTED = CallLoad.TIMED_PER_SECOND;
    private static final double LATE_MS = 25;
    private static final int RECORDS = 200;
    private static final String LOAD = CallLoad.AT_ONCE + " calls at a time, 3 residents each";
    private static final String UNIT = "calls/s";

    @Override
    public String name() {
        return "calls";
    }

    @Override
    public List<Row> run(Stage stage) throws IOException, InterruptedException {
        Figures ours;
        try (Gateway gateway = stage.gateway(name(), Map.of())) {
            ours = stage.measure(gateway, CallLoad.open(stage.generator(),
                    new CallTarget(gateway.port("mqtt.port"), gateway.port("http.port"), settled(gateway))));
            requireRecords(gateway);
        }
        Peers peers = new Peers(stage, name(), LOAD, UNIT);
        Path journal = stage.subdirectory(name());
        Figures broker = peers.measure("Artemis alone",
                () -> JavaPeer.start("Artemis alone", BrokerPeer.class, journal, journal.toString()), peer -> relay(stage, peer.port()));
        Figures mosquitto = peers.measure("Mosquitto", () -> Mosquitto.start(stage.subdirectory(name())), peer -> relay(stage, peer.port()));
        List<Row> rows = new ArrayList<>(List.of(Row.of(name(), "Campanile", LOAD, UNIT, ours,
                Check.atLeast(WANTED, ours.perSecond(), UNIT), Check.atMost(LATE_MS, ours.p99(), "ms to ring, p99"))
                .beside(broker, "Artemis alone").beside(mosquitto, "Mosquitto").noting("latency is from the request until the third phone rings, at 100 calls a second")));
        rows.addAll(peers.rows());
        return rows;
    }

    private static Load relay(Stage stage, int port) throws InterruptedException {
        return CallLoad.open(stage.generator(), new CallTarget(port, 0, IntStream.range(0, LINES)
                .mapToObj(i -> new CallTarget.Line("door-" + i, "", residents(i), List.of())).toList()));
    }

    private static List<String> residents(int line) {
        return Stream.of("ann-", "bob-", "cid-").map(name -> name + line).toList();
    }

    /** Registers doors and residents. */
    private static List<CallTarget.Line> settled(Gateway gateway) throws InterruptedException {
        return Accounts.all(IntStream.range(0, LINES).<Callable<CallTarget.Line>>mapToObj(i -> () -> line(gateway, i)).toList());
    }

    private static CallTarget.Line line(Gateway gateway, int number) throws IOException, InterruptedException {
        String sn = "door-" + number;
        String secret = gateway.post("/api/v1/devices", Map.of("sn", sn, "type", "retail")).path("secret").asText();
        List<String> residents = residents(number);
        List<String> tokens = new ArrayList<>();
        for (String resident : residents) {
            tokens.add(Accounts.token(gateway, resident));
        }
        gateway.put("/api/v1/households/" + (1_000 + number), Map.of("devices", List.of(sn),
                "residents", residents.stream().map(resident -> Map.of("user_id", resident)).toList()));
        return new CallTarget.Line(sn, secret, residents, tokens);
    }

    /** The latest calls are all recorded as they were. */
    private static void requireRecords(Gateway gateway) throws IOException, InterruptedException {
        JsonNode calls = gateway.get("/api/v1/calls?limit=" + RECORDS).path("calls");
        for (JsonNode call : calls) {
            if (!call.path("end_reason").asText().equals("hangup") || !call.has("answered_by")) {
                throw new IllegalStateException("a call is recorded as " + call);
            }
        }
        if (calls.size() < RECORDS) {
            throw new IllegalStateException("only " + calls.size() + " calls are recorded");
        }
    }
}
