package io.campanile.edge.rest;

import static io.campanile.domain.session.Operation.MANAGE_FLOWS;

import io.campanile.domain.session.Sessions;
import io.campanile.ops.rehearsal.Difference;
import io.campanile.ops.rehearsal.Rehearsal;
import io.campanile.ops.rehearsal.Rehearsal.Result;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** The rehearsal of an edited flow over REST (PROTOCOL 11). */
public final class RehearsalRoutes extends RestRoutes {

    private static final int DEFAULT_RECORDS = 1_000;

    private final Rehearsal rehearsal;
    private final int mostRecords;

    /** @param mostRecords how many records one rehearsal plays at most; a request for more is clamped */
    public RehearsalRoutes(Sessions sessions, RestAnswers answers, Rehearsal rehearsal, int mostRecords) {
        super(sessions, answers);
        this.rehearsal = rehearsal;
        this.mostRecords = mostRecords;
    }

    @Override
    void operations() {
        rest("/api/v1/flows").tag("Flows")
                .post("/{flow}/rehearse").description("Compare an edited flow with the present one over its last records")
                .to("direct:rest-flow-rehearse");

        allowed(MANAGE_FLOWS, "rest-flow-rehearse", this, "rehearse", 200);
    }

    /** Called by the route. */
    public Map<String, Object> rehearse(RestRequest request) {
        String yaml = new String(request.bytes(), StandardCharsets.UTF_8);
        Result result = rehearsal.rehearse(request.path().get("flow"), yaml, request.count("records", DEFAULT_RECORDS, mostRecords));
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("records", result.records());
        json.put("same", result.same());
        json.put("different", result.different().stream().map(RehearsalRoutes::json).toList());
        if (result.differences() > result.different().size()) {
            json.put("different_in_all", result.differences());
        }
        return json;
    }

    private static Map<String, Object> json(Difference difference) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("record", difference.record());
        json.put("now", difference.now());
        json.put("then", difference.then());
        if (difference.line() != null) {
            json.put("line", difference.line());
        }
        return json;
    }
}
