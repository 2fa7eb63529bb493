package io.campanile.edge.websocket;

import io.campanile.domain.CodedException;
import io.campanile.domain.ErrorCode;
import io.campanile.domain.Ids;
import io.campanile.domain.device.DeviceToken;
import io.campanile.domain.session.DeviceTokens;
import io.campanile.domain.session.Principal;
import io.campanile.domain.session.Role;
import io.campanile.domain.session.Session;
import io.campanile.domain.session.Sessions;
import io.campanile.domain.session.Tickets;
import io.vertx.core.Future;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logging in, staying so and logging out over an open connection (PROTOCOL 3 and 5). */
public final class SignIn {

    private static final Logger LOG = LoggerFactory.getLogger(SignIn.class);

    private final Sessions sessions;
    private final Tickets tickets;
    private final DeviceTokens deviceTokens;
    private final Hub hub;

    public SignIn(Sessions sessions, Tickets tickets, DeviceTokens deviceTokens, Hub hub) {
        this.sessions = sessions;
        this.tickets = tickets;
        this.deviceTokens = deviceTokens;
        this.hub = hub;
    }

    Future<?> login(Request request) {
        return prove(request).map(session -> enter(request, session));
    }

    Future<?> adminLogin(Request request) {
        return prove(request).map(session -> {
            if (!session.principal().roles().contains(Role.ADMIN)) {
                throw new CodedException(ErrorCode.FORBIDDEN, "to log in here needs the role admin");
            }
            return enter(request, session);
        });
    }

    Future<?> deviceLogin(Request request) {
        Connection connection = request.connection();
        DeviceToken token = new DeviceToken(Ids.require("sn", request.text("sn")), request.time("timestamp"), request.text("token"));
        return connection.executeBlocking(() -> deviceTokens.signIn(token)).map(principal -> {
            become(connection, principal);
            requireStill(connection, () -> deviceTokens.requireHolds(principal));
            return Map.of("sn", principal.id());
        });
    }

    /** Makes the connection that of the ticket's user, or closes it; on its event loop, once that is known. */
    Future<?> redeem(Connection connection, String ticket) {
        return connection.executeBlocking(() -> tickets.redeem(ticket))
                .map(token -> {
                    enter(connection, token.orElseThrow(
                            () -> new CodedException(ErrorCode.UNAUTHENTICATED, "the ticket is unknown, used or too old")));
                    return null;
                })
                .onFailure(e -> {
                    LOG.debug("connection {}: {}", connection.id(), e.getMessage());
                    boolean comeBack = e instanceof CodedException coded && coded.code() == ErrorCode.UNAVAILABLE;
                    connection.close(comeBack ? CloseCode.OVERLOADED : CloseCode.TOKEN);
                });
    }

    Future<?> refresh(Request request) {
        String token = request.text("token");
        return request.connection().executeBlocking(() -> sessions.refresh(token)).map(session -> enter(request, session));
    }

    Future<?> logout(Request request) {
        Connection connection = request.connection();
        // Before the token is revoked, which closes all its connections with 3000
        connection.closing().leaving(true);
        return connection.executeBlocking(() -> {
            if (!connection.principal().isDevice()) {
                sessions.revoke(connection.principal());
            }
            return new Answer(Map.of(), () -> connection.closing().onceDrained(CloseCode.LOGGED_OUT));
        }).onFailure(e -> connection.closing().leaving(false));
    }

    private Future<Session> prove(Request request) {
        if (request.has("token")) {
            String token = request.text("token");
            return Future.succeededFuture(new Session(token, sessions.verify(token)));
        }
        String username = request.text("username");
        String password = request.text("password");
        return request.connection().executeBlocking(() -> sessions.signIn(username, password));
    }

    private Map<String, Object> enter(Request request, Session session) {
        Principal principal = session.principal();
        enter(request.connection(), session.token(), principal);
        List<String> roles = principal.roles().stream().sorted().map(Role::wireName).toList();
        return Map.of("user_id", principal.id(), "roles", roles, "token", session.token(), "expires_at", principal.expiresAt());
    }

    /**
     * Makes the connection that of the token's user, on its event loop.
     *
     * @throws CodedException 401 when the token is not good
     */
    void enter(Connection connection, String token) {
        enter(connection, token, sessions.verify(token));
    }

    private void enter(Connection connection, String token, Principal principal) {
        become(connection, principal);
        requireStill(connection, () -> sessions.verify(token));
    }

    /** What was revoked just now may have been looked for before this connection was its. */
    private static void requireStill(Connection connection, Runnable proof) {
        try {
            proof.run();
        } catch (CodedException e) {
            connection.close(CloseCode.TOKEN);
            throw e;
        }
    }

    private void become(Connection connection, Principal principal) {
        Principal present = connection.principal();
        if (present != null && !(present.kind() == principal.kind() && present.id().equals(principal.id()))) {
            throw new CodedException(ErrorCode.CONFLICT, "this connection is " + present.id() + "'s: open another one");
        }
        if (connection.isClosing()) {
            throw new CodedException(ErrorCode.UNAVAILABLE, "the connection is closing");
        }
        connection.authenticated(principal);
        hub.authenticated(connection);
        LOG.info("connection {}: {} logged in from {}", connection.id(), principal.id(), connection.address());
    }
}
