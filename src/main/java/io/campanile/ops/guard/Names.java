package io.campanile.ops.guard;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;
import org.apache.commons.text.similarity.LevenshteinDistance;

/** Finds the name that was meant. */
final class Names {

    /** Letters that may differ. */
    private static final int SLIPS = 3;
    private static final LevenshteinDistance DISTANCE = new LevenshteinDistance(SLIPS);

    private Names() {
    }

    /** @return {@code : did you mean 'simple'?}, or nothing when no known name is near */
    static String hint(String written, Collection<String> known) {
        return nearest(written, known).map(name -> ": did you mean '" + name + "'?").orElse("");
    }

    static Optional<String> nearest(String written, Collection<String> known) {
        return known.stream().filter(name -> distance(written, name) <= Math.min(SLIPS, written.length() / 2))
                .min(Comparator.comparingInt((String name) -> distance(written, name)).thenComparing(Comparator.naturalOrder()));
    }

    private static int distance(String one, String other) {
        int distance = DISTANCE.apply(one, other);
        return distance < 0 ? Integer.MAX_VALUE : distance;
    }
}
