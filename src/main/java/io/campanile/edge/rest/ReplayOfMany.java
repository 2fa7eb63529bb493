package io.campanile.edge.rest;

import io.campanile.domain.CodedException;
import io.campanile.domain.ErrorCode;
import io.campanile.domain.deadletter.Replays;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Dead letters that are replayed one after the other, and what came of each; used once. */
final class ReplayOfMany {

    private final Replays replays;
    private final List<Map<String, Object>> failed = new ArrayList<>();
    private int replayed;

    ReplayOfMany(Replays replays) {
        this.replays = replays;
    }

    /**
     * @return whether all of them were tried: a backend that is away for one is away for the next
     * @throws CodedException 503 when it was away for the very first
     */
    boolean take(List<String> ids) {
        for (String id : ids) {
            try {
                replays.replay(id, null);
                replayed++;
            } catch (CodedException e) {
                if (e.code() == ErrorCode.UNAVAILABLE && replayed == 0 && failed.isEmpty()) {
                    throw e;
                }
                failed.add(Map.of("id", id, "code", e.code().number(), "msg", e.getMessage()));
                if (e.code() == ErrorCode.UNAVAILABLE) {
                    return false;
                }
            }
        }
        return true;
    }

    int replayed() {
        return replayed;
    }

    Map<String, Object> answer(boolean more) {
        return Map.of("replayed", replayed, "failed", failed, "has_more", more);
    }
}
