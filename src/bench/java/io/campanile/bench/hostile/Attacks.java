package io.campanile.bench.hostile;

import java.util.List;
import java.util.stream.Stream;

/** All that is tried, in the order of the table. */
public final class Attacks {

    private Attacks() {
    }

    /** @param revoked a token that was good */
    public static List<Attack> all(Target target, String revoked) {
        return Stream.of(WebSocketAttacks.all(), HttpAttacks.all(), TokenAttacks.all(target, revoked), MqttAttacks.all())
                .flatMap(List::stream).toList();
    }
}
