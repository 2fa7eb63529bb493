package io.campanile.domain.message;

import io.campanile.domain.CodedException;
import io.campanile.domain.Ids;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * A user's installation to which push notifications can go (PROTOCOL 6). Immutable.
 *
 * @param provider  who brings notifications there, one of {@link #PROVIDERS}
 * @param token     by which the provider knows the installation. A secret: never logged, and never answered whole
 * @param muted     whether it wants none
 * @param updatedAt ms
 */
public record Installation(String userId, String clientId, String provider, String token, boolean muted, long updatedAt) {

    public static final String WEBHOOK = "webhook";
    public static final String FCM = "fcm";
    /** Who can bring notifications. */
    public static final Set<String> PROVIDERS = Set.of(FCM, WEBHOOK);
    /** Characters; those of FCM have some 200. */
    public static final int LONGEST_TOKEN = 4_096;

    private static final int SHOWN = 4;

    /** @throws CodedException 400 naming the field that is wrong */
    public Installation {
        Ids.require("client_id", clientId);
        if (provider == null || !PROVIDERS.contains(provider)) {
            throw CodedException.invalid("provider", "must be fcm or webhook");
        }
        if (token == null || token.isBlank() || token.length() > LONGEST_TOKEN) {
            throw CodedException.invalid("token", "must be 1 to " + LONGEST_TOKEN + " characters");
        }
    }

    /** As it may be shown, with the end of the token alone, by which its owner recognises it. */
    public Map<String, Object> fields() {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("client_id", clientId);
        fields.put("provider", provider);
        fields.put("token", masked());
        fields.put("muted", muted);
        fields.put("updated_at", updatedAt);
        return fields;
    }

    private String masked() {
        return token.length() < 4 * SHOWN ? "…" : "…" + token.substring(token.length() - SHOWN);
    }

    /** Without the token: what is printed may end in a log. */
    @Override
    public String toString() {
        return "Installation[" + userId + "/" + clientId + " by " + provider + (muted ? ", muted]" : "]");
    }
}
