package io.campanile.bench.load;

import java.util.List;

/**
 * Where calls are signalled.
 *
 * @param mqttPort of doors; of residents too, where nobody signals and a broker only relays
 * @param httpPort where residents connect over WebSocket; 0 where a broker only relays
 * @param lines    the doors and whom they call; each resident belongs to one
 */
public record CallTarget(int mqttPort, int httpPort, List<Line> lines) {

    /**
     * A door and its residents.
     *
     * @param secret    the door's; empty connects without a login
     * @param residents their user_ids
     * @param tokens    theirs; empty where a broker only relays
     */
    public record Line(String sn, String secret, List<String> residents, List<String> tokens) {
    }

    boolean relays() {
        return httpPort == 0;
    }
}
