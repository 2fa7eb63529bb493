package io.campanile.edge.rest;

import static io.campanile.domain.session.Operation.MANAGE_HOUSEHOLDS;
import static io.campanile.domain.session.Operation.READ_HOUSEHOLDS;

import io.campanile.domain.session.Sessions;

/** Households over REST (PROTOCOL 7). */
public final class HouseholdRoutes extends RestRoutes {

    private final HouseholdOperations households;

    public HouseholdRoutes(Sessions sessions, RestAnswers answers, HouseholdOperations households) {
        super(sessions, answers);
        this.households = households;
    }

    @Override
    void operations() {
        rest("/api/v1/households").tag("Households")
                .get().description("List households").to("direct:rest-household-list")
                .get("/{number}").description("Show a household").to("direct:rest-household-read")
                .put("/{number}").description("Set a household").to("direct:rest-household-put");

        allowed(READ_HOUSEHOLDS, "rest-household-list", households, "list", 200);
        allowed(READ_HOUSEHOLDS, "rest-household-read", households, "read", 200);
        allowed(MANAGE_HOUSEHOLDS, "rest-household-put", households, "put", 200);
    }
}
