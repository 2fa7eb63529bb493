package io.campanile.domain.call;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * What is known of a call from its beginning on, and never changes.
 *
 * @param callId    32 hexadecimal digits, unique; also the room of its audio and video
 * @param deviceId  the device that calls
 * @param targets   all whom it calls, each once, in the order of their ids
 * @param busy      those of them who were in another call, and so are not rung
 * @param startedBy who asked for it: the device itself, or a user on its behalf
 * @param requestId as the request said; null when it did not
 * @param at        ms
 * @param ringUntil when it is over if nobody has answered, ms
 */
public record CallStart(String callId, String deviceId, List<String> targets, Set<String> busy, Party startedBy, String requestId,
                        long at, long ringUntil) {

    public CallStart {
        targets = List.copyOf(new TreeSet<>(targets));
        busy = Set.copyOf(busy);
    }

    /** Where the parties meet. */
    public String roomId() {
        return callId;
    }
}
