package io.campanile.edge.rest;

import static io.campanile.domain.session.Operation.READ_MESSAGES;

import io.campanile.domain.CodedException;
import io.campanile.domain.message.Installation;
import io.campanile.domain.message.Installations;
import io.campanile.domain.session.Sessions;
import java.time.Clock;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where push notifications go, over REST (PROTOCOL 6). */
public final class InstallationRoutes extends RestRoutes {

    private static final Logger LOG = LoggerFactory.getLogger(InstallationRoutes.class);

    private final Installations installations;
    private final Clock clock;

    public InstallationRoutes(Sessions sessions, RestAnswers answers, Installations installations, Clock clock) {
        super(sessions, answers);
        this.installations = installations;
        this.clock = clock;
    }

    @Override
    void operations() {
        rest("/api/v1/installations").tag("Installations")
                .get().description("List one's installations").to("direct:rest-installation-list")
                .put("/{client_id}").description("Set an installation").to("direct:rest-installation-put")
                .delete("/{client_id}").description("Remove an installation").to("direct:rest-installation-remove");

        allowed(READ_MESSAGES, "rest-installation-list", this, "list", 200);
        allowed(READ_MESSAGES, "rest-installation-put", this, "put", 200);
        allowed(READ_MESSAGES, "rest-installation-remove", this, "remove", 204);
    }

    /** Called by the route: few enough for one page. */
    public Map<String, Object> list(RestRequest request) {
        return Page.of("installations", Installations.MOST,
                most -> installations.of(request.onBehalfOf(READ_MESSAGES)).stream().map(Installation::fields).toList());
    }

    /** Called by the route. */
    public Map<String, Object> put(RestRequest request) {
        Fields fields = request.fields();
        Installation installation = new Installation(request.onBehalfOf(READ_MESSAGES), request.path().get("client_id"),
                fields.text("provider"), fields.text("token"), Boolean.TRUE.equals(fields.optionalBoolean("muted")), clock.millis());
        installations.put(installation);
        LOG.info("set: {}", installation);
        return installation.fields();
    }

    /** Called by the route. */
    public void remove(RestRequest request) {
        String userId = request.onBehalfOf(READ_MESSAGES);
        String clientId = request.path().get("client_id");
        if (!installations.remove(userId, clientId)) {
            throw CodedException.notFound("installation: " + clientId);
        }
        LOG.info("installation removed: {}/{}", userId, clientId);
    }
}
