package io.campanile.edge.websocket;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.campanile.domain.CodedException;
import io.campanile.domain.device.CommandQueues;
import io.campanile.domain.device.CommandReply;
import io.campanile.domain.session.DeviceAccess;
import io.campanile.domain.session.Operation;
import io.campanile.flow.Headers;
import io.vertx.core.Future;
import java.util.Map;

/** What is looked at before the flows of devices get a request (PROTOCOL 5). Called on the connection's event loop. */
public final class DeviceServices {

    private final DeviceAccess access;
    private final CommandQueues commands;
    private final ObjectMapper json = new ObjectMapper();

    public DeviceServices(DeviceAccess access, CommandQueues commands) {
        this.access = access;
        this.commands = commands;
    }

    /** For those whom the device is to obey. */
    Future<RouteRequest> command(Request request) {
        String sn = request.text("sn");
        Connection connection = request.connection();
        return connection.executeBlocking(() -> {
            access.require(connection.principal(), Operation.COMMAND_DEVICES, sn);
            return new RouteRequest(request.values(), Map.of(Headers.SN, sn, Headers.GIVEN_BY, connection.principal().id()));
        });
    }

    /** From the device itself. */
    Future<RouteRequest> report(Request request) {
        return Future.succeededFuture(own(request));
    }

    /** From the device itself, to a command of its own. */
    Future<RouteRequest> reply(Request request) {
        String commandId = CommandReply.of(request.values()).commandId();
        Connection connection = request.connection();
        return connection.executeBlocking(() -> {
            commands.find(connection.principal().id(), commandId).orElseThrow(() -> CodedException.notFound("command " + commandId));
            return own(request);
        });
    }

    private RouteRequest own(Request request) {
        try {
            return new RouteRequest(json.writeValueAsBytes(request.values()), Map.of(Headers.SN, request.connection().principal().id()));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("what was read as JSON cannot be written as JSON", e);
        }
    }
}
