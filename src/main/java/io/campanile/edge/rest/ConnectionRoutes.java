package io.campanile.edge.rest;

import io.campanile.domain.session.Sessions;

import static io.campanile.domain.session.Operation.READ_CONNECTIONS;

/** The connections of all nodes over REST (PROTOCOL 11). */
public final class ConnectionRoutes extends RestRoutes {

    private final ConnectionOperations connections;

    public ConnectionRoutes(Sessions sessions, RestAnswers answers, ConnectionOperations connections) {
        super(sessions, answers);
        this.connections = connections;
    }

    @Override
    void operations() {
        rest("/api/v1/connections").tag("Connections")
                .get().description("List connections").to("direct:rest-connection-list");

        allowed(READ_CONNECTIONS, "rest-connection-list", connections, "list", 200);
    }
}
