package io.campanile.domain.session;

import java.util.Map;
import java.util.concurrent.CompletionStage;

/** Where an edge hands on what a user asks for, by the service's path (PROTOCOL 5). Thread-safe; must not block. */
@FunctionalInterface
public interface ServiceRequests {

    /**
     * What somebody asks for.
     *
     * @param service  such as {@code /api/message/send}
     * @param userId   who asks; the edge has made sure of it
     * @param clientId the installation it comes from; null where the edge cannot tell
     * @param values   as sent, unchecked
     */
    record ServiceRequest(String service, String userId, String clientId, Map<String, Object> values) {
    }

    /** @return the answer's {@code values}; fails with a {@link io.campanile.domain.CodedException} when it is refused */
    CompletionStage<Map<String, Object>> answer(ServiceRequest request);
}
