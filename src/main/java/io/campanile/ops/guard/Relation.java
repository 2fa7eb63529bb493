package io.campanile.ops.guard;

import java.util.List;
import java.util.function.Predicate;

/**
 * A combination of options that would hurt.
 *
 * @param option where to point
 * @param broken whether it is so
 * @param reason what would happen, and what to write instead
 */
record Relation(String option, Predicate<Options> broken, String reason) {

    static void check(List<Relation> relations, Options options, Problems problems) {
        relations.stream().filter(relation -> relation.broken.test(options))
                .forEach(relation -> problems.add(options.endpoint().at(relation.option), relation.reason));
    }
}
