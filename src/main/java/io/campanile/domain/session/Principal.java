package io.campanile.domain.session;

import java.util.Set;

/**
 * Who a request comes from, once that is proven.
 *
 * @param kind       a person or back end, or a device
 * @param id         the {@code user_id} or the {@code sn}
 * @param roles      empty for a device
 * @param tokenId    the {@code jti} of the token it came with; null for a device
 * @param expiresAt  when the proof ends, in ms since the epoch; {@link Long#MAX_VALUE} for a device
 * @param generation that of the {@link Account} when the token was issued; {@link Long#MAX_VALUE} for who has no account here
 */
public record Principal(Kind kind, String id, Set<Role> roles, String tokenId, long expiresAt, long generation) {

    public enum Kind { USER, DEVICE }

    /** One whose account never changed. */
    public Principal(Kind kind, String id, Set<Role> roles, String tokenId, long expiresAt) {
        this(kind, id, roles, tokenId, expiresAt, 0);
    }

    public static Principal device(String sn) {
        return new Principal(Kind.DEVICE, sn, Set.of(), null, Long.MAX_VALUE, Long.MAX_VALUE);
    }

    public boolean isDevice() {
        return kind == Kind.DEVICE;
    }
}
