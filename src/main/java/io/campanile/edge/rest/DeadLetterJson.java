package io.campanile.edge.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.campanile.domain.deadletter.DeadLetter;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * A dead letter as REST shows it (PROTOCOL 11), with what has a value.
 *
 * @param body the original text; what was no UTF-8 in it shows as U+FFFD, and a replay sends it as it came
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record DeadLetterJson(String id, String flow, String routeId, String cause, int attempts, String source, String breadcrumb,
                      String replayOf, Map<String, String> headers, String body, Boolean truncated, long failedAt, Long replayedAt) {

    static DeadLetterJson of(DeadLetter letter) {
        return new DeadLetterJson(letter.id(), letter.flow(), letter.routeId(), letter.cause(), letter.attempts(), letter.source(),
                letter.breadcrumb(), letter.replayOf(), letter.headers(), new String(letter.body(), StandardCharsets.UTF_8),
                letter.truncated() ? true : null, letter.failedAt(), letter.replayedAt());
    }
}
