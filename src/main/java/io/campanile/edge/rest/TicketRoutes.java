package io.campanile.edge.rest;

import io.campanile.domain.session.Sessions;
import io.campanile.domain.session.Tickets;
import java.util.Map;

/** Tickets over REST (PROTOCOL 3). */
public final class TicketRoutes extends RestRoutes {

    private final Tickets tickets;

    public TicketRoutes(Sessions sessions, RestAnswers answers, Tickets tickets) {
        super(sessions, answers);
        this.tickets = tickets;
    }

    @Override
    void operations() {
        rest("/api/v1/tickets").tag("Sessions")
                .post().description("Get a ticket for /ws").to("direct:rest-ticket-issue");

        signedIn("rest-ticket-issue", this, "issue", 201);
    }

    /** Called by the route. */
    public Map<String, Object> issue(RestRequest request) {
        return Map.of("ticket", tickets.issue(request.token()));
    }
}
