package io.campanile.edge.rest;

import io.campanile.domain.CodedException;
import io.campanile.domain.Ids;
import io.campanile.domain.session.ConnectionEntry;
import io.campanile.domain.session.ConnectionRegistry;
import io.campanile.domain.session.ConnectionRegistry.Owner;
import io.campanile.domain.session.Principal;

import java.util.LinkedHashMap;
import java.util.Map;

/** Who is connected, on all nodes (PROTOCOL 11), called by the routes of {@link ConnectionRoutes}. Thread-safe; it blocks. */
public final class ConnectionOperations {

    private static final int LONGEST_ID = 128;

    private final ConnectionRegistry connections;

    public ConnectionOperations(ConnectionRegistry connections) {
        this.connections = connections;
    }

    /** Of {@code user} or {@code sn}, or of everybody, by {@code connection_id}. */
    public Map<String, Object> list(RestRequest request) {
        Owner owner = owner(request);
        String after = request.text("after");
        if (after != null && after.length() > LONGEST_ID) {
            throw CodedException.invalid("after", "is no connection_id");
        }
        return Page.of("connections", request.limit(),
                rows -> connections.page(owner, after, rows).stream().map(ConnectionOperations::json).toList());
    }

    private static Owner owner(RestRequest request) {
        String user = request.text("user");
        String sn = request.text("sn");
        if (user != null && sn != null) {
            throw CodedException.invalid("sn", "cannot be asked for together with user");
        }
        if (user != null) {
            return new Owner(Principal.Kind.USER, Ids.require("user", user));
        }
        return sn == null ? null : new Owner(Principal.Kind.DEVICE, Ids.require("sn", sn));
    }

    private static Map<String, Object> json(ConnectionEntry entry) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("connection_id", entry.connectionId());
        if (entry.userId() != null) {
            json.put("user_id", entry.userId());
        }
        if (entry.sn() != null) {
            json.put("sn", entry.sn());
        }
        json.put("client_id", entry.clientId());
        json.put("transport", entry.transport().wireName());
        json.put("node", entry.node());
        json.put("state", entry.state().wireName());
        json.put("address", entry.address());
        json.put("since", entry.since());
        json.put("last_activity", entry.lastActivity());
        return json;
    }
}
