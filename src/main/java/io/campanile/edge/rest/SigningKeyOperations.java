package io.campanile.edge.rest;

import io.campanile.domain.session.SigningKeys;
import io.campanile.domain.session.SigningKeys.SigningKey;
import java.util.LinkedHashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The operations on the keys of tokens, called by the routes of {@link SigningKeyRoutes}. Thread-safe; they block. */
public final class SigningKeyOperations {

    private static final Logger LOG = LoggerFactory.getLogger(SigningKeyOperations.class);

    private final SigningKeys keys;

    public SigningKeyOperations(SigningKeys keys) {
        this.keys = keys;
    }

    /** All there are, the newest first: there are never many. */
    public Map<String, Object> list(RestRequest request) {
        return Map.of("signing_keys", keys.all().stream().map(SigningKeyOperations::json).toList(), "has_more", false);
    }

    /** Answers with the key that signs soon. */
    public Map<String, Object> rotate(RestRequest request) {
        SigningKey key = keys.rotate();
        LOG.info("signing key rotated: {} by {}", key.keyId(), request.principal().id());
        return json(key);
    }

    private static Map<String, Object> json(SigningKey key) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("kid", key.keyId());
        json.put("created_at", key.createdAt());
        json.put("signs_from", key.signsFrom());
        if (key.goodUntil() != null) {
            json.put("good_until", key.goodUntil());
        }
        return json;
    }
}
