package io.campanile.domain.session;

/**
 * What signing in answers: the proof, and who it proves.
 *
 * @param token a JWT, to be sent as {@code Authorization: Bearer …}
 */
public record Session(String token, Principal principal) {
}
