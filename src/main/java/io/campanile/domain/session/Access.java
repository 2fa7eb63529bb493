package io.campanile.domain.session;

import io.campanile.domain.CodedException;
import io.campanile.domain.ErrorCode;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.Collectors;

/** Answers from the table of PROTOCOL 3. */
public final class Access {

    private Access() {
    }

    /** How far the principal's right goes; roles add up. */
    public static Reach reach(Principal principal, Operation operation) {
        if (principal.isDevice()) {
            return operation.ofDevice();
        }
        return principal.roles().stream().map(operation::of).max(Comparator.naturalOrder()).orElse(Reach.NONE);
    }

    /**
     * @return how far the right goes, never {@link Reach#NONE}
     * @throws CodedException 403 that names the roles one of which is missing
     */
    public static Reach require(Principal principal, Operation operation) {
        Reach reach = reach(principal, operation);
        if (reach == Reach.NONE) {
            String needed = Arrays.stream(Role.values()).filter(role -> operation.of(role) != Reach.NONE)
                    .map(Role::wireName).collect(Collectors.joining(" or "));
            throw new CodedException(ErrorCode.FORBIDDEN, "to " + operation.wording() + " needs the role " + needed);
        }
        return reach;
    }
}
