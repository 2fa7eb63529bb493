package io.campanile.bench.checker;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Computes from what the devices said which alerts there must have been, and compares (PROTOCOL 4 and 9): a non-zero code
 * raises, a return to 0 clears; a repeat, and a report older than those before, do neither.
 */
final class AlertJudgement {

    /** For how long a push may be on its way when a connection ends, ms. */
    private static final long ON_ITS_WAY = 5_000;
    private static final int EXAMPLES = 10;

    private final Map<String, Device> devices = new TreeMap<>();
    private final List<AlertSeen> found = new ArrayList<>();
    private final Map<String, List<AlertSeen>> pushes = new HashMap<>();
    private final List<String> watched = new ArrayList<>();
    private final List<String> wrong = new ArrayList<>();
    private int raised;
    private int cleared;
    private int told;

    /** What must be, of one device: by section the alerts in their order, as {@code code state}. */
    private static final class Device {
        private final Set<String> heard = new HashSet<>();
        private final Map<String, List<String>> alerts = new TreeMap<>();
        private final Map<String, Integer> codes = new HashMap<>();
        private long newest;

        void said(String reportId, long ts, String said) {
            if (!heard.add(reportId) || ts < newest) {
                return;
            }
            newest = ts;
            for (String one : said.isEmpty() ? new String[0] : said.split(",")) {
                String[] code = one.split("=");
                section(code[0], Integer.parseInt(code[1]));
            }
        }

        private void section(String section, int code) {
            int before = codes.getOrDefault(section, 0);
            List<String> known = alerts.computeIfAbsent(section, none -> new ArrayList<>());
            codes.put(section, code);
            if (before == 0 && code != 0) {
                known.add(code + " raised");
            } else if (before != 0) {
                known.set(known.size() - 1, code == 0 ? before + " cleared" : code + " raised");
            }
        }
    }

    static AlertJudgement on(Path log) throws IOException {
        AlertJudgement judgement = new AlertJudgement();
        try (Stream<String> lines = Files.lines(log)) {
            lines.forEach(judgement::read);
        }
        judgement.conclude();
        return judgement;
    }

    private void read(String line) {
        List<String> fields = List.of(line.split("\t", -1));
        switch (fields.get(0)) {
            case "said" -> devices.computeIfAbsent(fields.get(1), sn -> new Device()).said(fields.get(2), Long.parseLong(fields.get(3)), fields.get(4));
            case "found" -> found.add(AlertSeen.parse(fields.subList(1, fields.size())));
            case "pushed" -> pushes.computeIfAbsent(fields.get(1) + ' ' + fields.get(2), none -> new ArrayList<>())
                    .add(AlertSeen.parse(fields.subList(3, fields.size())));
            case "watched" -> watched.add(line);
            default -> throw new IllegalArgumentException("unknown kind of line: " + line);
        }
    }

    private void conclude() {
        Map<String, List<String>> seen = new HashMap<>();
        found.forEach(alert -> seen.computeIfAbsent(alert.sn() + ' ' + alert.section(), none -> new ArrayList<>()).add(alert.code() + " " + alert.state()));
        devices.forEach((sn, device) -> device.alerts.forEach((section, alerts) -> {
            raised += alerts.size();
            cleared += (int) alerts.stream().filter(alert -> alert.endsWith("cleared")).count();
            List<String> have = seen.getOrDefault(sn + ' ' + section, new ArrayList<>());
            seen.remove(sn + ' ' + section);
            if (!have.stream().sorted().toList().equals(alerts.stream().sorted().toList())) {
                wrong.add(sn + ' ' + section + " must have " + alerts + ", and has " + have);
            }
        }));
        seen.forEach((key, alerts) -> wrong.add(key + " must have none, and has " + alerts));
        if (found.stream().map(AlertSeen::id).distinct().count() != found.size()) {
            wrong.add("an alert_id is there twice");
        }
        pushes.forEach(this::twice);
        watched.forEach(this::missing);
    }

    /** On one connection no change is told twice, nor anything of an alert after its end. */
    private void twice(String connection, List<AlertSeen> told) {
        this.told += told.size();
        Map<String, AlertSeen> last = new HashMap<>();
        for (AlertSeen push : told) {
            AlertSeen before = last.put(push.id(), push);
            if (before != null && (before.equals(push) || before.state().equals("cleared"))) {
                wrong.add(connection + " was told " + push + " after " + before);
            }
        }
    }

    /** What changed while somebody watched, that one was told. */
    private void missing(String line) {
        String[] fields = line.split("\t");
        String connection = fields[1] + ' ' + fields[2];
        long from = Long.parseLong(fields[3]);
        long to = Long.parseLong(fields[4]) - ON_ITS_WAY;
        Set<String> told = new HashSet<>();
        pushes.getOrDefault(connection, List.of()).forEach(push -> told.add(push.id() + ' ' + push.state()));
        for (AlertSeen alert : found) {
            if (alert.raisedAt() > from && alert.raisedAt() < to && !told.contains(alert.id() + " raised")) {
                wrong.add(connection + " was not told that " + alert + " was raised");
            }
            if (alert.clearedAt() > from && alert.clearedAt() < to && !told.contains(alert.id() + " cleared")) {
                wrong.add(connection + " was not told that " + alert + " was cleared");
            }
        }
    }

    /** A run without alerts proves nothing. */
    boolean passed() {
        return wrong.isEmpty() && raised > 0 && cleared > 0 && told > 0;
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(String.format("%d devices must have raised %d alerts and cleared %d; there are %d, and %d changes "
                + "were pushed over %d connections%n", devices.size(), raised, cleared, found.size(), told, watched.size()));
        wrong.stream().limit(EXAMPLES).forEach(one -> text.append("  · ").append(one).append('\n'));
        return text.append(passed() ? "PASSED: none is missing, none is there twice" : "FAILED: " + wrong.size() + " findings").append('\n').toString();
    }
}
