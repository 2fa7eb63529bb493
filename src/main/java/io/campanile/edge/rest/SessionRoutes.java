package io.campanile.edge.rest;

import io.campanile.domain.session.Sessions;

/** Sessions over REST (PROTOCOL 3). */
public final class SessionRoutes extends RestRoutes {

    static final String SIGN_IN = "rest-session-sign-in";

    private final SessionOperations sessions;

    public SessionRoutes(Sessions sessions, RestAnswers answers) {
        super(sessions, answers);
        this.sessions = new SessionOperations(sessions);
    }

    @Override
    void operations() {
        rest("/api/v1/sessions").tag("Sessions")
                .post().description("Sign in").to("direct:rest-session-sign-in")
                .post("/refresh").description("Extend a session").to("direct:rest-session-refresh")
                .delete("/current").description("Sign out").to("direct:rest-session-sign-out");

        open(SIGN_IN, sessions, "signIn", 200);
        signedIn("rest-session-refresh", sessions, "refresh", 200);
        signedIn("rest-session-sign-out", sessions, "signOut", 204);
    }
}
