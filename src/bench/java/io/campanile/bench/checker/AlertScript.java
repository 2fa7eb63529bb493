package io.campanile.bench.checker;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * What a device reports, by a seed: codes that leave 0 and return, other codes, sections that are absent; now and then an
 * earlier report once more, or one with an older time than those before. Not thread-safe.
 */
final class AlertScript {

    private static final List<String> SECTIONS = List.of("location", "inspection", "rubbish", "electricity");
    private static final int REMEMBERED = 20;

    private final Random random;
    private final Map<String, Integer> codes = new LinkedHashMap<>();
    private final List<Said> said = new ArrayList<>();
    private long newest;
    private int count;

    /** @param codes by section; a section that is absent is not in it */
    record Said(String reportId, long ts, Map<String, Integer> codes) {

        String json() {
            StringBuilder json = new StringBuilder(256).append("{\"report_id\":\"").append(reportId).append("\",\"ts\":").append(ts);
            codes.forEach((section, code) -> json.append(",\"").append(section).append("\":{\"code\":").append(code)
                    .append(",\"msg\":\"m").append(code).append("\"}"));
            return json.append('}').toString();
        }
    }

    AlertScript(long seed) {
        random = new Random(seed);
        SECTIONS.forEach(section -> codes.put(section, 0));
    }

    /** The next one, at {@code now} or just after the newest, whichever is later. */
    Said next(long now) {
        double kind = random.nextDouble();
        if (kind < 0.05 && !said.isEmpty()) {
            return said.get(random.nextInt(said.size()));
        }
        Said next = kind < 0.12 && newest > 0 ? late() : current(now);
        said.add(next);
        if (said.size() > REMEMBERED) {
            said.remove(0);
        }
        return next;
    }

    /** Whether the device loses its connection now. */
    boolean drops() {
        return random.nextDouble() < 0.005;
    }

    private Said late() {
        Map<String, Integer> any = new LinkedHashMap<>();
        SECTIONS.forEach(section -> any.put(section, random.nextInt(3)));
        return new Said("r-" + ++count, newest - 1 - random.nextInt(5_000), any);
    }

    private Said current(long now) {
        newest = Math.max(now, newest + 1);
        Map<String, Integer> present = new LinkedHashMap<>();
        for (String section : SECTIONS) {
            if (random.nextDouble() < 0.7) {
                codes.compute(section, (name, code) -> following(code));
                present.put(section, codes.get(section));
            }
        }
        return new Said("r-" + ++count, newest, present);
    }

    private int following(int code) {
        double change = random.nextDouble();
        if (code == 0) {
            return change < 0.05 ? 1 + random.nextInt(5) : 0;
        }
        return change < 0.3 ? 0 : change < 0.4 ? 1 + random.nextInt(5) : code;
    }
}
