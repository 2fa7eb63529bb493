package io.campanile.edge.line;

import io.campanile.domain.CodedException;
import io.campanile.domain.ErrorCode;
import io.campanile.domain.session.Principal;
import io.campanile.domain.session.Registration;
import io.campanile.domain.session.Session;
import io.campanile.domain.session.Sessions;
import io.campanile.ops.overload.Admission;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.concurrent.Callable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Registering, logging in and out by lines (PROTOCOL 3 and 10). */
public final class LineSignIn {

    private static final Logger LOG = LoggerFactory.getLogger(LineSignIn.class);

    private final Registration registration;
    private final Sessions sessions;
    private final LineHub hub;
    private final LineMessages messages;
    private final Admission admission;
    private final Workers workers;

    public LineSignIn(Vertx vertx, Registration registration, Sessions sessions, LineHub hub, LineMessages messages, Admission admission) {
        this.registration = registration;
        this.sessions = sessions;
        this.hub = hub;
        this.messages = messages;
        this.admission = admission;
        this.workers = new Workers(vertx);
    }

    Future<String> register(LineConnection connection, List<String> arguments) {
        return admitted(() -> {
            registration.register(arguments.get(0), arguments.get(1), connection.principal());
            LOG.info("connection {}: {} registered from {}", connection.id(), arguments.get(0), connection.address());
            return "";
        });
    }

    Future<String> login(LineConnection connection, List<String> arguments) {
        return admitted(() -> sessions.signIn(arguments.get(0), arguments.get(1)))
                .map(session -> enter(connection, session));
    }

    /** Runs it on a worker, unless there is too much to do to let anybody in. */
    private <T> Future<T> admitted(Callable<T> work) {
        try {
            admission.request();
        } catch (CodedException e) {
            return Future.failedFuture(e);
        }
        return workers.run(work);
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
        messages.begin(connection);
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
