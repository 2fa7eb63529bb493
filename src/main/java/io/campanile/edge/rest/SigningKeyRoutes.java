package io.campanile.edge.rest;

import static io.campanile.domain.session.Operation.MANAGE_SIGNING_KEYS;

import io.campanile.domain.session.Sessions;

/** The keys of our own tokens over REST (PROTOCOL 3). */
public final class SigningKeyRoutes extends RestRoutes {

    private final SigningKeyOperations keys;

    public SigningKeyRoutes(Sessions sessions, RestAnswers answers, SigningKeyOperations keys) {
        super(sessions, answers);
        this.keys = keys;
    }

    @Override
    void operations() {
        rest("/api/v1/signing-keys").tag("Sessions")
                .get().description("List the keys of tokens").to("direct:rest-signing-key-list")
                .post().description("Let a new key sign tokens").to("direct:rest-signing-key-rotate");

        allowed(MANAGE_SIGNING_KEYS, "rest-signing-key-list", keys, "list", 200);
        allowed(MANAGE_SIGNING_KEYS, "rest-signing-key-rotate", keys, "rotate", 200);
    }
}
