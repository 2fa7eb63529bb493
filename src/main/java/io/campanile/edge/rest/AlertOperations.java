package io.campanile.edge.rest;

import io.campanile.domain.CodedException;
import io.campanile.domain.ErrorCode;
import io.campanile.domain.Ids;
import io.campanile.domain.device.Alert;
import io.campanile.domain.device.AlertChange;
import io.campanile.domain.device.AlertChanges;
import io.campanile.domain.device.AlertQuery;
import io.campanile.domain.device.Alerts;
import io.campanile.domain.session.Access;
import io.campanile.domain.session.Households;
import io.campanile.domain.session.Operation;
import io.campanile.domain.session.Reach;
import io.campanile.ops.metrics.AlertMetrics;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The operations on alerts (PROTOCOL 9), called by the routes of {@link AlertRoutes}. Thread-safe; they block. */
public final class AlertOperations {

    private static final Logger LOG = LoggerFactory.getLogger(AlertOperations.class);

    private final Alerts alerts;
    private final AlertChanges changes;
    private final Households households;
    private final AlertMetrics metrics;

    public AlertOperations(Alerts alerts, AlertChanges changes, Households households, AlertMetrics metrics) {
        this.alerts = alerts;
        this.changes = changes;
        this.households = households;
        this.metrics = metrics;
    }

    public Map<String, Object> list(RestRequest request) {
        String sn = request.text("sn");
        if (sn != null) {
            Ids.require("sn", sn);
        }
        String state = request.text("state");
        boolean all = Access.reach(request.principal(), Operation.READ_DEVICES) == Reach.ALL;
        if (!all && sn != null) {
            requireShared(request, sn);
        }
        AlertQuery query = new AlertQuery(sn, state == null ? null : Alert.State.require("state", state), all ? null : request.principal().id());
        return Page.of("alerts", request.limit(), rows -> alerts.page(query, request.text("before"), request.text("after"), rows)
                .stream().map(Alert::fields).toList());
    }

    /** What the first one is answered, everybody is who comes later. Watchers are told again, in case the first could not. */
    public Map<String, Object> acknowledge(RestRequest request) {
        String alertId = request.path().get("alert_id");
        String userId = request.principal().id();
        boolean all = Access.reach(request.principal(), Operation.ACKNOWLEDGE_ALERTS) == Reach.ALL;
        Alert before = alerts.find(alertId).map(AlertChange::alert).filter(alert -> all || households.share(userId, alert.sn()))
                .orElseThrow(() -> all ? CodedException.notFound("alert: " + alertId) : notYours("alert_id: " + alertId + " is of no device"));
        AlertChange now = alerts.acknowledge(alertId, userId);
        if (before.state() == Alert.State.RAISED && userId.equals(now.alert().acknowledgedBy())) {
            LOG.info("alert acknowledged: {} of {} by {}", alertId, before.sn(), userId);
            metrics.acknowledged(now.alert());
        }
        changes.tell(now);
        return now.alert().fields();
    }

    private void requireShared(RestRequest request, String sn) {
        if (!households.share(request.principal().id(), sn)) {
            throw notYours("sn: " + sn + " is not");
        }
    }

    private static CodedException notYours(String what) {
        return new CodedException(ErrorCode.FORBIDDEN, what + " in your household");
    }
}
