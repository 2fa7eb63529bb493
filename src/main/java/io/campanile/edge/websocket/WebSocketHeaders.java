package io.campanile.edge.websocket;

/** The headers of a request's exchange: these and no others, whatever the client sends. */
public final class WebSocketHeaders {

    /** The connection that a request came from, or that a push goes to. */
    public static final String CONNECTION_ID = "connectionId";
    /** The user all of whose connections a push goes to. */
    public static final String USER_ID = "userId";
    /** The path of the service that is asked for. */
    public static final String SERVICE = "service";

    private WebSocketHeaders() {
    }
}
