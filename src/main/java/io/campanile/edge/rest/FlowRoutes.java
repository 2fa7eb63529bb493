package io.campanile.edge.rest;

import static io.campanile.domain.session.Operation.MANAGE_FLOWS;
import static io.campanile.domain.session.Operation.READ_FLOWS;

import io.campanile.domain.session.Sessions;
import io.campanile.ops.reload.FlowReload;
import io.campanile.ops.reload.FlowState;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The flows of this node over REST (PROTOCOL 11). */
public final class FlowRoutes extends RestRoutes {

    private final FlowReload flows;

    public FlowRoutes(Sessions sessions, RestAnswers answers, FlowReload flows) {
        super(sessions, answers);
        this.flows = flows;
    }

    @Override
    void operations() {
        rest("/api/v1/flows").tag("Flows")
                .get().description("List flows").to("direct:rest-flow-list")
                .post("/{flow}/rollback").description("Put a flow's last version back").to("direct:rest-flow-rollback");

        allowed(READ_FLOWS, "rest-flow-list", this, "list", 200);
        allowed(MANAGE_FLOWS, "rest-flow-rollback", this, "rollBack", 200);
    }

    /** Called by the route. All of them: there are as many as files. */
    public Map<String, Object> list(RestRequest request) {
        List<Map<String, Object>> rows = flows.flows().stream().map(this::json).toList();
        return Page.of("flows", rows.size(), unused -> rows);
    }

    /** Called by the route. */
    public Map<String, Object> rollBack(RestRequest request) {
        return json(flows.rollBack(request.path().get("flow"), request.principal().id()));
    }

    private Map<String, Object> json(FlowState flow) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("flow", flow.name());
        json.put("file", flow.file());
        json.put("status", flows.status(flow));
        json.put("routes", flow.routes());
        if (flow.running() != null) {
            json.put("version", flow.running().id());
            json.put("loaded_at", flow.running().at());
        }
        if (flow.error() != null) {
            json.put("error", Map.of("line", flow.error().line(), "reason", flow.error().reason()));
        }
        return json;
    }
}
