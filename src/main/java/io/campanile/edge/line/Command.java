package io.campanile.edge.line;

import io.campanile.domain.CodedException;
import io.campanile.domain.ErrorCode;
import io.campanile.domain.session.Access;
import io.campanile.domain.session.Operation;
import io.campanile.domain.session.Principal;
import io.vertx.core.Future;
import java.util.List;

/**
 * A command of PROTOCOL 10.
 *
 * @param arguments their names; the last one may contain {@code :}
 * @param signedIn  whether only who has logged in may
 * @param operation what of the table of rights it is; null for everybody
 */
record Command(String name, List<String> arguments, boolean signedIn, Operation operation, Handler handler) {

    /** Does it. What blocks runs on {@link Workers}; the next line waits until this one is answered. */
    @FunctionalInterface
    interface Handler {

        /** @return what follows {@code ok:<command>:}; empty for nothing */
        Future<String> handle(LineConnection connection, List<String> arguments);
    }

    static Command open(String name, List<String> arguments, Handler handler) {
        return new Command(name, arguments, false, null, handler);
    }

    static Command signedIn(String name, List<String> arguments, Handler handler) {
        return new Command(name, arguments, true, null, handler);
    }

    static Command allowed(Operation operation, String name, List<String> arguments, Handler handler) {
        return new Command(name, arguments, true, operation, handler);
    }

    /** @throws CodedException 401 when it is not for strangers, 403 when it is for other roles */
    void admit(Principal principal) {
        if (signedIn && principal == null) {
            throw new CodedException(ErrorCode.UNAUTHENTICATED, "login first");
        }
        if (operation != null) {
            Access.require(principal, operation);
        }
    }
}
