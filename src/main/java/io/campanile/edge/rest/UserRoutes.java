package io.campanile.edge.rest;

import static io.campanile.domain.session.Operation.MANAGE_USERS;
import static io.campanile.domain.session.Operation.READ_USERS;
import static io.campanile.domain.session.Operation.SET_PASSWORDS;

import io.campanile.domain.session.Sessions;

/** Users over REST (PROTOCOL 3). */
public final class UserRoutes extends RestRoutes {

    private final UserOperations users;

    public UserRoutes(Sessions sessions, RestAnswers answers, UserOperations users) {
        super(sessions, answers);
        this.users = users;
    }

    @Override
    void operations() {
        rest("/api/v1/users").tag("Users")
                .post().description("Register a user").to("direct:rest-user-register")
                .get("/{user_id}").description("Show a user").to("direct:rest-user-read")
                .put("/{user_id}/roles").description("Set a user's roles").to("direct:rest-user-roles")
                .put("/{user_id}/password").description("Set a password").to("direct:rest-user-password");

        open("rest-user-register", users, "register", 201);
        allowed(READ_USERS, "rest-user-read", users, "read", 200);
        allowed(MANAGE_USERS, "rest-user-roles", users, "setRoles", 200);
        allowed(SET_PASSWORDS, "rest-user-password", users, "setPassword", 204);
    }
}
