package io.campanile.edge.line;

import io.campanile.domain.CodedException;
import io.campanile.domain.ErrorCode;
import io.campanile.domain.session.Principal;
import io.campanile.domain.session.Registration;
import io.campanile.domain.session.Session;
import io.campanile.domain.session.Sessions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Registering, logging in and out by lines (PROTOCOL 3 and 10). */
public final class LineSignIn {

    private static final Logger LOG = LoggerFactory.getLogger(LineSignIn.class);

    private final Registration registration;
    private final Sessions sessions;
    private final LineHub hub;
    private final Workers workers;

    public LineSignIn(Vertx vertx, Registration registration, Sessions sessions, LineHub hub) {
        this.registration = registration;
        this.sessions = sessions;
        this.hub = hub;
        this.workers = new Workers(vertx);
    }

    Future<String> register(LineConnection connection, List<String> arguments) {
        return workers.run(() -> {
            registration.register(arguments.get(0), arguments.get(1), connection.principal());
            LOG.info("connection {}: {} registered from {}", connection.id(), arguments.get(0), connection.address());
            return "";
        });
    }

    Future<String> login(LineConnection connection, List<String> arguments) {
        return workers.run(() -> sessions.signIn(arguments.get(0), arguments.get(1)))
                .map(session -> enter(connection, session));
    }

    Future<String> logout(LineConnection connection, List<String> none) {
        // Before the token is revoked, which closes all its connections
        connection.leaving(true);
        return workers.run(() -> {
            sessions.revoke(connection.principal());
            return "";
        }).onFailure(e -> connection.leaving(false));
    }

    private String enter(LineConnection connection, Session session) {
        Principal principal = session.principal();
        Principal present = connection.principal();
        if (present != null && !present.id().equals(principal.id())) {
            throw new CodedException(ErrorCode.CONFLICT, "this connection is " + present.id() + "'s: open another one");
        }
        if (connection.isClosing()) {
            throw new CodedException(ErrorCode.UNAVAILABLE, "the connection is closing");
        }
        connection.authenticated(principal);
        hub.authenticated(connection);
        LOG.info("connection {}: {} logged in from {}", connection.id(), principal.id(), connection.address());
        try {
            // Revoked just now, it may have been looked for before this connection was its
            sessions.verify(session.token());
        } catch (CodedException e) {
            connection.close(Farewell.TOKEN);
            throw e;
        }
        return "";
    }
}
