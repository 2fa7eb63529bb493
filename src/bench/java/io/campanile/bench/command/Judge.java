package io.campanile.bench.command;

import com.fasterxml.jackson.databind.JsonNode;
import io.campanile.bench.system.Node;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/** Compares how each command ended with what its device knows of it. */
final class Judge {

    /** How far the clocks of what is compared, and the looks at what is due, may be apart. */
    private static final long MARGIN_MS = 4_000;

    private final Node gateway;
    private final String token;
    private final Map<String, Device> devices;
    private final List<String> complaints = new ArrayList<>();
    private final Map<String, Integer> ends = new TreeMap<>();

    Judge(Node gateway, String token, Map<String, Device> devices) {
        this.gateway = gateway;
        this.token = token;
        this.devices = devices;
    }

    Verdict judge(List<Given> given, long patienceMs) throws Exception {
        long deadline = System.currentTimeMillis() + patienceMs;
        for (Given command : given) {
            JsonNode shown = ended(command, deadline);
            String end = shown.path("state").asText("nothing");
            ends.merge(end, 1, Integer::sum);
            check(command, end, shown.path("expires_at").asLong(), given);
        }
        devices.values().forEach(device -> checkOrder(device, given));
        int received = devices.values().stream().mapToInt(device -> device.all().size()).sum();
        int repeats = devices.values().stream().flatMap(device -> device.all().stream()).mapToInt(one -> one.times() - 1).sum();
        return new Verdict(given.size(), devices.size(), ends, received, repeats, complaints);
    }

    private JsonNode ended(Given command, long deadline) throws Exception {
        String path = "/api/v1/devices/" + command.sn() + "/commands/" + command.commandId();
        JsonNode shown = gateway.get(path, token);
        while (!isEnd(shown.path("state").asText()) && System.currentTimeMillis() < deadline) {
            TimeUnit.MILLISECONDS.sleep(200);
            shown = gateway.get(path, token);
        }
        return shown;
    }

    private static boolean isEnd(String state) {
        return state.equals("replied") || state.equals("expired") || state.equals("superseded");
    }

    private void check(Given command, String end, long expiresAt, List<Given> all) {
        Received received = devices.get(command.sn()).received(command.commandId());
        long repliedAt = received == null ? 0 : received.repliedAt();
        switch (end) {
            case "replied" -> require(repliedAt > 0 || received != null, command, "replied, and the device never had it");
            case "expired" -> require(repliedAt == 0 || repliedAt > expiresAt - MARGIN_MS, command, "expired, and the device had replied in time");
            case "superseded" -> {
                require(received == null, command, "superseded, and the device executed it");
                require(all.stream().anyMatch(other -> other.supersedes() && other.sn().equals(command.sn())
                        && other.service().equals(command.service()) && other.order() > command.order()), command, "superseded by nothing");
            }
            default -> complain(command, "still " + end);
        }
        require(received == null || received.at() < expiresAt + MARGIN_MS, command, "sent to the device after it was over");
    }

    /** What a device got is in the order given. */
    private void checkOrder(Device device, List<Given> given) {
        Map<String, Given> byId = new TreeMap<>();
        given.forEach(command -> byId.put(command.commandId(), command));
        int last = 0;
        for (Received received : device.all().stream().sorted(Comparator.comparing(Received::order)).toList()) {
            Given command = byId.get(received.commandId());
            if (command == null) {
                complaints.add(device.sn() + " was sent " + received.commandId() + ", which nobody gave");
            } else {
                require(command.order() > last, command, "sent after a later one");
                last = Math.max(last, command.order());
            }
        }
    }

    private void require(boolean right, Given command, String otherwise) {
        if (!right) {
            complain(command, otherwise);
        }
    }

    private void complain(Given command, String what) {
        complaints.add(command.sn() + " (" + devices.get(command.sn()).habit() + ") " + command.commandId() + ": " + what);
    }
}
