package io.campanile.edge.rest;

import static io.campanile.domain.session.Operation.MANAGE_DEAD_LETTERS;
import static io.campanile.domain.session.Operation.READ_DEAD_LETTERS;

import io.campanile.domain.session.Sessions;
import org.apache.camel.model.rest.RestDefinition;
import org.apache.camel.model.rest.RestParamType;

/** Dead letters over REST (PROTOCOL 11). */
public final class DeadLetterRoutes extends RestRoutes {

    private final DeadLetterOperations deadLetters;

    public DeadLetterRoutes(Sessions sessions, RestAnswers answers, DeadLetterOperations deadLetters) {
        super(sessions, answers);
        this.deadLetters = deadLetters;
    }

    @Override
    void operations() {
        RestDefinition letters = rest("/api/v1/dead-letters").tag("Dead letters");
        filtered(letters.get("/export").description("Export dead letters, one a line").produces(DeadLetterExport.NDJSON))
                .to("direct:rest-dead-letter-export");
        filtered(letters.get().description("List dead letters"))
                .param().name("limit").type(RestParamType.query).required(false).dataType("integer").description("1 to 200").endParam()
                .to("direct:rest-dead-letter-list");
        letters.get("/{id}").description("Show a dead letter").to("direct:rest-dead-letter-read")
                .delete("/{id}").description("Discard a dead letter").to("direct:rest-dead-letter-discard")
                .post("/{id}/replay").description("Replay a dead letter").to("direct:rest-dead-letter-replay")
                .post("/replay").description("Send many dead letters back").to("direct:rest-dead-letter-replay-many")
                .post("/discard").description("Discard many dead letters").to("direct:rest-dead-letter-discard-many");

        streamed(READ_DEAD_LETTERS, "rest-dead-letter-export", deadLetters, "export", DeadLetterExport.NDJSON);
        allowed(READ_DEAD_LETTERS, "rest-dead-letter-list", deadLetters, "list", 200);
        allowed(READ_DEAD_LETTERS, "rest-dead-letter-read", deadLetters, "read", 200);
        allowed(MANAGE_DEAD_LETTERS, "rest-dead-letter-discard", deadLetters, "discard", 204);
        allowed(MANAGE_DEAD_LETTERS, "rest-dead-letter-replay", deadLetters, "replay", 200);
        allowed(MANAGE_DEAD_LETTERS, "rest-dead-letter-replay-many", deadLetters, "replayMany", 200);
        allowed(MANAGE_DEAD_LETTERS, "rest-dead-letter-discard-many", deadLetters, "discardMany", 200);
    }

    private static RestDefinition filtered(RestDefinition verb) {
        query(verb, "flow", "string", "Only those of this flow");
        query(verb, "route_id", "string", "Only those that failed in this route");
        query(verb, "cause", "string", "Only those whose cause contains this, in upper or lower case");
        query(verb, "replayed", "boolean", "false: only those that wait; true: only those that were replayed");
        query(verb, "from", "integer", "Only those that failed at this time or later, ms");
        query(verb, "to", "integer", "Only those that failed at this time or earlier, ms");
        query(verb, "after", "string", "The id of the last row of the page before; it need not exist any more");
        return query(verb, "order", "string", "oldest (default): by the time of failure; newest: the other way round");
    }

    private static RestDefinition query(RestDefinition verb, String name, String type, String description) {
        return verb.param().name(name).type(RestParamType.query).required(false).dataType(type).description(description).endParam();
    }
}
