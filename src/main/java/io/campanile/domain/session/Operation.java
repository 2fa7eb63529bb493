package io.campanile.domain.session;

import java.util.EnumSet;
import java.util.Set;

import static io.campanile.domain.session.Role.ADMIN;
import static io.campanile.domain.session.Role.OPERATOR;
import static io.campanile.domain.session.Role.SERVICE;

/** Who may do what: the table of PROTOCOL 3, a row each, as far as a role alone decides. */
public enum Operation {
    WATCH_DEVICES("watch devices", OPERATOR, SERVICE, ADMIN),
    READ_DEVICES("read devices", OPERATOR, SERVICE, ADMIN),
    MANAGE_DEVICES("register devices and rotate their secrets", ADMIN),
    PUSH("push", SERVICE, ADMIN);

    private final String wording;
    private final Set<Role> roles;

    Operation(String wording, Role first, Role... others) {
        this.wording = wording;
        this.roles = EnumSet.of(first, others);
    }

    /** What it is called in an answer, such as {@code read devices}. */
    public String wording() {
        return wording;
    }

    boolean allowedTo(Role role) {
        return roles.contains(role);
    }

    Set<Role> roles() {
        return EnumSet.copyOf(roles);
    }
}
