package io.campanile.edge.line;

import io.campanile.domain.ErrorCode;

/** Why a connection ends, and what its client is told before. */
enum Farewell {
    /** Nothing more: {@code ok:logout} said it, the client went by itself, or it does not read. */
    NONE(null, ""),
    SHUTTING_DOWN(ErrorCode.UNAVAILABLE, "server shutting down"),
    TOO_MANY(ErrorCode.TOO_MANY, "too many connections"),
    NO_LOGIN(ErrorCode.UNAUTHENTICATED, "no login in time"),
    TOKEN(ErrorCode.UNAUTHENTICATED, "login invalid, expired or revoked"),
    SILENT(ErrorCode.INVALID, "no line in time"),
    ENDLESS(ErrorCode.TOO_LARGE, "a line without an end"),
    UNCONFIRMED(ErrorCode.INVALID, "messages stayed unconfirmed"),
    TAKEN_OVER(ErrorCode.CONFLICT, "connected elsewhere");

    private final ErrorCode code;
    private final String reason;

    Farewell(ErrorCode code, String reason) {
        this.code = code;
        this.reason = reason;
    }

    String reason() {
        return this == NONE ? "nothing more to say" : reason;
    }

    /** The last line; empty when there is none. */
    String line() {
        return code == null ? "" : "error::" + code.number() + ":" + reason + "\n";
    }
}
