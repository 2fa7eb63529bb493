package io.campanile.edge.rest;

import static io.campanile.domain.session.Operation.ACKNOWLEDGE_ALERTS;
import static io.campanile.domain.session.Operation.READ_DEVICES;

import io.campanile.domain.session.Sessions;

/** Alerts over REST (PROTOCOL 9). */
public final class AlertRoutes extends RestRoutes {

    private final AlertOperations alerts;

    public AlertRoutes(Sessions sessions, RestAnswers answers, AlertOperations alerts) {
        super(sessions, answers);
        this.alerts = alerts;
    }

    @Override
    void operations() {
        rest("/api/v1/alerts").tag("Alerts")
                .get().description("List alerts, newest first").to("direct:rest-alert-list")
                .post("/{alert_id}/acknowledge").description("Acknowledge an alert").to("direct:rest-alert-acknowledge");

        allowed(READ_DEVICES, "rest-alert-list", alerts, "list", 200);
        allowed(ACKNOWLEDGE_ALERTS, "rest-alert-acknowledge", alerts, "acknowledge", 200);
    }
}
