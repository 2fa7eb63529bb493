package io.campanile.edge.line;

import io.campanile.domain.CodedException;
import io.campanile.domain.ErrorCode;
import io.campanile.domain.session.Principal;
import io.vertx.core.Future;
import java.util.List;

/**
 * A command of PROTOCOL 10.
 *
 * @param arguments their names; the last one may contain {@code :}
 * @param signedIn  whether only who has logged in may
 */
record Command(String name, List<String> arguments, boolean signedIn, Handler handler) {

    /** Does it. What blocks runs on {@link Workers}; the next line waits until this one is answered. */
    @FunctionalInterface
    interface Handler {

        /** @return what follows {@code ok:<command>:}; empty for nothing */
        Future<String> handle(LineConnection connection, List<String> arguments);
    }

    static Command open(String name, List<String> arguments, Handler handler) {
        return new Command(name, arguments, false, handler);
    }

    static Command signedIn(String name, List<String> arguments, Handler handler) {
        return new Command(name, arguments, true, handler);
    }

    /** @throws CodedException 401 when it is not for strangers */
    void admit(Principal principal) {
        if (signedIn && principal == null) {
            throw new CodedException(ErrorCode.UNAUTHENTICATED, "login first");
        }
    }
}
