package io.campanile.edge.websocket;

/** Why a connection ends, as its client is told (PROTOCOL 5, RFC 6455 section 7.4.1). */
public enum CloseCode {
    LOGGED_OUT(1000, "logged out"),
    SHUTTING_DOWN(1001, "server shutting down"),
    PROTOCOL_ERROR(1002, "not as RFC 6455 says"),
    NOT_TEXT(1003, "one JSON object a text frame"),
    INVALID_UTF8(1007, "invalid UTF-8"),
    NO_LOGIN(1008, "no login in time"),
    ABUSED(1008, "too many pings"),
    TOO_LARGE(1009, "frame too large"),
    TOO_SLOW(1013, "this client reads too slowly"),
    OVERLOADED(1013, "a backend is unavailable"),
    TOKEN(3000, "token invalid, expired or revoked"),
    ORIGIN(3003, "origin refused"),
    HEARTBEAT_LOST(3008, "heartbeat lost"),
    TAKEN_OVER(4001, "connected elsewhere"),
    UNCONFIRMED(4008, "pushes stayed unconfirmed");

    private final int number;
    private final String reason;

    CloseCode(int number, String reason) {
        this.number = number;
        this.reason = reason;
    }

    public short number() {
        return (short) number;
    }

    public String reason() {
        return reason;
    }
}
