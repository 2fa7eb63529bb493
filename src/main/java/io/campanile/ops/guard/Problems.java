package io.campanile.ops.guard;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Collects what one check finds. For one thread. */
final class Problems {

    private final List<Problem> found = new ArrayList<>();

    void add(int line, String reason) {
        Problem problem = new Problem(Math.max(line, 1), reason);
        if (!found.contains(problem)) {
            found.add(problem);
        }
    }

    void add(YamlNode where, String reason) {
        add(where.line(), reason);
    }

    boolean isEmpty() {
        return found.isEmpty();
    }

    /** In the order of the file. */
    List<Problem> list() {
        return found.stream().sorted(Comparator.comparingInt(Problem::line)).toList();
    }
}
