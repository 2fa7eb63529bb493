package io.campanile.domain.session;

import io.campanile.domain.device.DeviceCredentials;
import java.util.Set;

/**
 * Who a request comes from, once that is proven.
 *
 * @param kind       a person or back end, or a device
 * @param id         the {@code user_id} or the {@code sn}
 * @param roles      empty for a device
 * @param tokenId    the {@code jti} of the token it came with; for a device it names the secret
 * @param expiresAt  when the proof ends, in ms since the epoch; {@link Long#MAX_VALUE} for a device
 * @param generation that of the {@link Account} when the token was issued; {@link Long#MAX_VALUE} for who has no account here
 * @param deviceType null for a user
 */
public record Principal(Kind kind, String id, Set<Role> roles, String tokenId, long expiresAt, long generation, String deviceType) {

    public enum Kind { USER, DEVICE }

    /** A user whose account never changed. */
    public Principal(Kind kind, String id, Set<Role> roles, String tokenId, long expiresAt) {
        this(kind, id, roles, tokenId, expiresAt, 0, null);
    }

    public static Principal user(String userId, Set<Role> roles, String tokenId, long expiresAt, long generation) {
        return new Principal(Kind.USER, userId, roles, tokenId, expiresAt, generation, null);
    }

    public static Principal device(String sn, DeviceCredentials credentials) {
        return new Principal(Kind.DEVICE, sn, Set.of(), credentials.secretId(), Long.MAX_VALUE, Long.MAX_VALUE, credentials.type());
    }

    public boolean isDevice() {
        return kind == Kind.DEVICE;
    }
}
