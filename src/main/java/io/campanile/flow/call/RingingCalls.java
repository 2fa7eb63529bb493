package io.campanile.flow.call;

import io.campanile.domain.call.CallAction;
import io.campanile.domain.call.CallNotice;
import io.campanile.domain.call.EndReason;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The calls that ring at users' at this moment, as far as the news of all nodes say so: for a phone that was asleep, and
 * connects when it was woken. Holds what rings, and nothing more. Thread-safe.
 */
final class RingingCalls {

    private final Map<String, Map<String, CallNotice>> byUser = new ConcurrentHashMap<>();

    /** To be told each notice, in the order of its call. */
    void heard(CallNotice notice) {
        if (notice.to().isDevice()) {
            return;
        }
        String user = notice.to().id();
        String callId = (String) notice.values().get("call_id");
        if (notice.kind() == CallNotice.Kind.INCOMING) {
            byUser.computeIfAbsent(user, id -> new ConcurrentHashMap<>()).put(callId, notice);
        } else if (silences(notice, user)) {
            byUser.computeIfPresent(user, (id, calls) -> {
                calls.remove(callId);
                return calls.isEmpty() ? null : calls;
            });
        }
    }

    /** All but that somebody else does not want it. */
    private static boolean silences(CallNotice control, String user) {
        return !CallAction.REJECTED.wireName().equals(control.values().get("action")) || user.equals(control.values().get("resident_id"))
                || EndReason.isOne(control.values().get("reason"));
    }

    /** In no order. @param now ms */
    List<CallNotice> at(String user, long now) {
        return byUser.getOrDefault(user, Map.of()).values().stream()
                .filter(notice -> ((Number) notice.values().get("expires_at")).longValue() > now).toList();
    }
}
