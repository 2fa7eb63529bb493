package io.campanile.domain;

/** What can go wrong, as every transport says it (PROTOCOL 1). The number is also the HTTP status. */
public enum ErrorCode {
    /** Malformed or invalid; the message names the field. */
    INVALID(400),
    /** Not authenticated, or the token expired. */
    UNAUTHENTICATED(401),
    /** Authenticated, but not allowed. */
    FORBIDDEN(403),
    /** No such service, user, device, room, call or message. */
    NOT_FOUND(404),
    /** The path exists, but not for this method. */
    METHOD_NOT_ALLOWED(405),
    /** Conflicts with the present state. */
    CONFLICT(409),
    /** Larger than the limit. */
    TOO_LARGE(413),
    /** Over a rate or connection limit; {@code values.retry_after_ms} says when to come back. */
    TOO_MANY(429),
    /** Our fault; the details are in the log, never in the answer. */
    INTERNAL(500),
    /** A backend is away. The request may have been accepted: repeat it with the same idempotency key. */
    UNAVAILABLE(503);

    private final int number;

    ErrorCode(int number) {
        this.number = number;
    }

    public int number() {
        return number;
    }
}
