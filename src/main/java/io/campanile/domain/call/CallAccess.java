package io.campanile.domain.call;

import io.campanile.domain.CodedException;
import io.campanile.domain.ErrorCode;
import io.campanile.domain.session.Access;
import io.campanile.domain.session.Operation;
import io.campanile.domain.session.Principal;
import io.campanile.domain.session.Reach;

/** Who may read which calls (PROTOCOL 3). Thread-safe; blocks on the database. */
public final class CallAccess {

    private final Calls calls;

    public CallAccess(Calls calls) {
        this.calls = calls;
    }

    /** @throws CodedException 404 for no call; 403 for who has no part in it, and may not read everybody's */
    public CallSession require(Principal principal, String callId) {
        CallSession call = calls.find(callId).orElseThrow(() -> CodedException.notFound("call " + callId));
        if (Access.require(principal, Operation.READ_CALLS) != Reach.ALL && !call.concerns(new Party(principal.kind(), principal.id()))) {
            throw new CodedException(ErrorCode.FORBIDDEN, "call_id: you have no part in this call");
        }
        return call;
    }

    /** The same question for all that there are. @throws CodedException 403 for whose calls one may not read */
    public CallQuery restrict(Principal principal, CallQuery query) {
        if (Access.require(principal, Operation.READ_CALLS) == Reach.ALL) {
            return query;
        }
        if (query.residentId() != null && !query.residentId().equals(principal.id())) {
            throw new CodedException(ErrorCode.FORBIDDEN, "resident_id: you may read your own calls");
        }
        return new CallQuery(query.deviceId(), query.residentId(), principal.id(), query.from(), query.to());
    }
}
