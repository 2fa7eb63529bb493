package io.campanile.edge.rest;

import io.campanile.domain.session.Role;
import io.campanile.domain.session.Session;
import io.campanile.domain.session.Sessions;

import java.util.List;

/** Signing in and out (PROTOCOL 3), called by the routes of {@link SessionRoutes}. Thread-safe; they block. */
public final class SessionOperations {

    /** What signing in answers. */
    record SessionJson(String token, String userId, List<String> roles, long expiresAt) {

        static SessionJson of(Session session) {
            return new SessionJson(session.token(), session.principal().id(),
                    session.principal().roles().stream().sorted().map(Role::wireName).toList(),
                    session.principal().expiresAt());
        }
    }

    private final Sessions sessions;

    public SessionOperations(Sessions sessions) {
        this.sessions = sessions;
    }

    public SessionJson signIn(RestRequest request) {
        Fields fields = request.fields();
        return SessionJson.of(sessions.signIn(fields.text("username"), fields.text("password")));
    }

    public SessionJson refresh(RestRequest request) {
        return SessionJson.of(sessions.refresh(request.token()));
    }

    public void signOut(RestRequest request) {
        sessions.revoke(request.principal());
    }
}
