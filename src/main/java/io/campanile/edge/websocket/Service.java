package io.campanile.edge.websocket;

import io.campanile.domain.CodedException;
import io.campanile.domain.ErrorCode;
import io.campanile.domain.session.Access;
import io.campanile.domain.session.Operation;
import io.campanile.domain.session.Principal;
import io.vertx.core.Future;
import java.util.function.Function;

/**
 * One service of the catalogue: who may ask for it, how it keeps its turn, and what answers it.
 *
 * @param ofDevice  only for devices
 * @param operation what a role must allow; null when being signed in is enough
 * @param answer    called on the connection's event loop, must not block; where there is a {@code uri} too, it makes the
 *                  {@link RouteRequest} for it, null when the route gets the values as they are
 * @param uri       the Camel endpoint that answers, such as {@code direct:message-send?block=false}; null when {@code answer} does
 */
record Service(String path, Pace pace, boolean open, boolean ofDevice, Operation operation, Function<Request, Future<?>> answer, String uri) {

    enum Pace {
        /** Answered in the order of the requests, many in flight. */
        IN_ORDER,
        /** Answered at once, whatever waits. */
        URGENT,
        /** What comes after it waits until it is answered, because it depends on it. */
        EXCLUSIVE
    }

    /** For everybody, signed in or not. */
    static Service open(String path, Pace pace, Function<Request, Future<?>> answer) {
        return new Service(path, pace, true, false, null, answer, null);
    }

    /** For those whom PROTOCOL 3 allows it, answered at once. */
    static Service urgent(Operation operation, String path, Function<Request, Future<?>> answer) {
        return new Service(path, Pace.URGENT, false, false, operation, answer, null);
    }

    /** For everybody who is signed in. */
    static Service signedIn(String path, Pace pace, Function<Request, Future<?>> answer) {
        return new Service(path, pace, false, false, null, answer, null);
    }

    /** For those whom PROTOCOL 3 allows it. */
    static Service allowed(Operation operation, String path, Function<Request, Future<?>> answer) {
        return new Service(path, Pace.IN_ORDER, false, false, operation, answer, null);
    }

    /** The same where what comes after it depends on it. */
    static Service allowed(Operation operation, String path, Pace pace, Function<Request, Future<?>> answer) {
        return new Service(path, pace, false, false, operation, answer, null);
    }

    /** The same where a route answers: it gets the request's values, and its last body is the answer's. */
    static Service allowed(Operation operation, String path, String uri) {
        return new Service(path, Pace.IN_ORDER, false, false, operation, null, uri);
    }

    /** The same where it needs a look at the request first: what comes of that, a {@link RouteRequest}, is what the route gets. */
    static Service allowed(Operation operation, String path, Function<Request, Future<RouteRequest>> look, String uri) {
        return new Service(path, Pace.IN_ORDER, false, false, operation, look::apply, uri);
    }

    /** The same for devices that are logged in. */
    static Service ofDevice(String path, Function<Request, Future<RouteRequest>> look, String uri) {
        return new Service(path, Pace.IN_ORDER, false, true, null, look::apply, uri);
    }

    boolean isLogin() {
        return pace == Pace.EXCLUSIVE && open;
    }

    /** @throws CodedException 401 or 403 */
    void admit(Principal principal) {
        if (open) {
            return;
        }
        if (principal == null) {
            throw new CodedException(ErrorCode.UNAUTHENTICATED, "log in first: /api/user/login");
        }
        if (ofDevice && !principal.isDevice()) {
            throw new CodedException(ErrorCode.FORBIDDEN, "only for devices: log in by /api/device/login");
        }
        if (operation != null) {
            Access.require(principal, operation);
        }
    }
}
