package io.campanile.edge.rest;

import static io.campanile.domain.session.Operation.READ_PRESENCE;

import io.campanile.domain.session.Sessions;

/** The presence of users over REST (PROTOCOL 6). */
public final class PresenceRoutes extends RestRoutes {

    private final PresenceOperations presence;

    public PresenceRoutes(Sessions sessions, RestAnswers answers, PresenceOperations presence) {
        super(sessions, answers);
        this.presence = presence;
    }

    @Override
    void operations() {
        rest("/api/v1/users").tag("Users")
                .get("/online").description("List who is there").to("direct:rest-presence-online")
                .get("/{user_id}/presence").description("Show whether a user is there").to("direct:rest-presence-read");

        allowed(READ_PRESENCE, "rest-presence-online", presence, "online", 200);
        allowed(READ_PRESENCE, "rest-presence-read", presence, "read", 200);
    }
}
