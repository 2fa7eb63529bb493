package io.campanile.edge.rest;

import static io.campanile.domain.session.Operation.PUSH;

import io.campanile.domain.CodedException;
import io.campanile.domain.push.PushOutcomes;
import io.campanile.domain.push.PushOutcomes.Collected;
import io.campanile.domain.push.PushTarget;
import io.campanile.domain.push.RoomMembers;
import io.campanile.domain.session.Sessions;
import java.util.Map;
import org.apache.camel.Exchange;

/** Pushes over REST (PROTOCOL 8). */
public final class PushRoutes extends RestRoutes {

    private final PushOutcomes outcomes;
    private final RoomMembers rooms;

    public PushRoutes(Sessions sessions, RestAnswers answers, PushOutcomes outcomes, RoomMembers rooms) {
        super(sessions, answers);
        this.rooms = rooms;
        this.outcomes = outcomes;
    }

    @Override
    void operations() {
        rest("/api/v1/pushes").tag("Pushes")
                .post().description("Push to connections").to("direct:rest-push-send")
                .get("/{push_id}").description("Show what became of a push").to("direct:rest-push-read");

        allowed(PUSH, "rest-push-send", this::requireRoom, "direct:push-broadcast?block=false", 202);
        allowed(PUSH, "rest-push-read", this, "read", 200);
    }

    private void requireRoom(RestRequest request, Exchange exchange) {
        String room = PushTarget.room(request.fields().all());
        if (room != null) {
            rooms.require(room);
        }
    }

    /** Called by the route. */
    public Map<String, Object> read(RestRequest request) {
        String pushId = request.path().get("push_id");
        Collected collected = outcomes.find(pushId).orElseThrow(() -> CodedException.notFound("push " + pushId));
        return Map.of("matched", collected.sum().matched(), "sent", collected.sum().sent(),
                "failed", collected.sum().failed(), "nodes", collected.nodes());
    }
}
