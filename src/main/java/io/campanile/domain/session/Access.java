package io.campanile.domain.session;

import io.campanile.domain.CodedException;
import io.campanile.domain.ErrorCode;

import java.util.stream.Collectors;

/** Says no to those whom the table of PROTOCOL 3 does not name. */
public final class Access {

    private Access() {
    }

    /** @throws CodedException 403 that names the roles one of which is missing */
    public static void require(Principal principal, Operation operation) {
        if (principal.roles().stream().noneMatch(operation::allowedTo)) {
            String needed = operation.roles().stream().map(Role::wireName).collect(Collectors.joining(" or "));
            throw new CodedException(ErrorCode.FORBIDDEN,
                    "to " + operation.wording() + " needs the role " + needed);
        }
    }
}
