package io.campanile.edge.rest;

import static io.campanile.domain.session.Operation.COMMAND_DEVICES;
import static io.campanile.domain.session.Operation.READ_DEVICES;

import io.campanile.domain.CodedException;
import io.campanile.domain.device.CommandQueues;
import io.campanile.domain.device.CommandState;
import io.campanile.domain.session.DeviceAccess;
import io.campanile.domain.session.Sessions;
import io.campanile.flow.Headers;
import java.util.Map;
import org.apache.camel.Exchange;

/** Commands over REST (PROTOCOL 9). */
public final class CommandRoutes extends RestRoutes {

    private static final String SN = "sn";

    private final DeviceAccess access;
    private final CommandQueues commands;

    public CommandRoutes(Sessions sessions, RestAnswers answers, DeviceAccess access, CommandQueues commands) {
        super(sessions, answers);
        this.access = access;
        this.commands = commands;
    }

    @Override
    void operations() {
        rest("/api/v1/devices/{sn}/commands").tag("Devices")
                .post().description("Give a device a command").to("direct:rest-command-give")
                .get().description("List a device's commands").to("direct:rest-command-list")
                .get("/{command_id}").description("Show what became of a command").to("direct:rest-command-read");

        allowed(COMMAND_DEVICES, "rest-command-give", this::address, "direct:device-command?block=false", 202);
        allowed(READ_DEVICES, "rest-command-list", this, "list", 200);
        allowed(READ_DEVICES, "rest-command-read", this, "read", 200);
    }

    private void address(RestRequest request, Exchange exchange) {
        String sn = request.path().get(SN);
        access.require(request.principal(), COMMAND_DEVICES, sn);
        exchange.getMessage().setHeader(Headers.SN, sn);
        exchange.getMessage().setHeader(Headers.GIVEN_BY, request.principal().id());
    }

    /** Called by the route: newest first, or from {@code after} on towards the present. */
    public Map<String, Object> list(RestRequest request) {
        String sn = readable(request);
        String state = request.text("state");
        CommandState only = state == null ? null : CommandState.fromWire("state", state);
        return Page.of("commands", request.limit(), rows -> commands.page(sn, only, request.text("after"), request.text("before"), rows)
                .stream().map(CommandJson::of).toList());
    }

    /** Called by the route. */
    public CommandJson read(RestRequest request) {
        String commandId = request.path().get("command_id");
        return commands.find(readable(request), commandId).map(CommandJson::of)
                .orElseThrow(() -> CodedException.notFound("command " + commandId));
    }

    private String readable(RestRequest request) {
        return access.require(request.principal(), READ_DEVICES, request.path().get(SN)).device().sn();
    }
}
