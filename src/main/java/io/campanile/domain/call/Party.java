package io.campanile.domain.call;

import io.campanile.domain.session.Principal;

/**
 * Who takes part in a call.
 *
 * @param id the {@code sn} or the {@code user_id}
 */
public record Party(Principal.Kind kind, String id) {

    public static Party device(String sn) {
        return new Party(Principal.Kind.DEVICE, sn);
    }

    public static Party user(String userId) {
        return new Party(Principal.Kind.USER, userId);
    }

    public boolean isDevice() {
        return kind == Principal.Kind.DEVICE;
    }
}
