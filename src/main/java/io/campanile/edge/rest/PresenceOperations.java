package io.campanile.edge.rest;

import io.campanile.domain.CodedException;
import io.campanile.domain.Ids;
import io.campanile.domain.session.UserPresence;
import io.campanile.domain.session.UserPresences;
import java.util.List;
import java.util.Map;

/** Who is there, on all nodes (PROTOCOL 6), called by the routes of {@link PresenceRoutes}. Thread-safe; they block. */
public final class PresenceOperations {

    private final UserPresences presences;

    public PresenceOperations(UserPresences presences) {
        this.presences = presences;
    }

    /** Everybody who is available, by {@code user_id}. */
    public Map<String, Object> online(RestRequest request) {
        String after = request.text("after");
        if (after != null) {
            Ids.require("after", after);
        }
        return Page.of("users", request.limit(), rows -> presences.page(after, rows).stream().map(UserPresence::summary).toList());
    }

    public Map<String, Object> read(RestRequest request) {
        String userId = Ids.require("user_id", request.path().get("user_id"));
        return presences.find(List.of(userId)).stream().findFirst().map(UserPresence::fields)
                .orElseThrow(() -> CodedException.notFound("user: " + userId));
    }
}
