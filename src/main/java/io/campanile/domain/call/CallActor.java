package io.campanile.domain.call;

import io.campanile.domain.CodedException;
import io.campanile.domain.ErrorCode;
import io.campanile.domain.Ids;
import io.campanile.domain.call.CallSignal.Side;
import io.campanile.domain.session.Access;
import io.campanile.domain.session.Operation;
import io.campanile.domain.session.Principal;
import io.campanile.domain.session.Reach;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/**
 * Who wants something to happen to a call, and as what (PROTOCOL 3 and 7).
 *
 * @param principal whose right counts
 * @param as        null where the way it came does not say: then the call says it
 * @param actions   those that the way it came allows; none where all that it can be is its end
 */
public record CallActor(Principal principal, Side as, Set<CallAction> actions) {

    private static final int LONGEST_REASON = 256;

    public CallActor {
        actions = Set.copyOf(actions);
    }

    /** By a service that does not say as what. */
    public static CallActor of(Principal principal) {
        return new CallActor(principal, principal.isDevice() ? Side.CALLER : null,
                principal.isDevice() ? CallAction.OF_DEVICE : EnumSet.of(CallAction.RINGING, CallAction.ANSWERED, CallAction.REJECTED,
                        CallAction.CANCELLED, CallAction.HANGUP));
    }

    public static CallActor caller(Principal principal) {
        return new CallActor(principal, Side.CALLER, CallAction.OF_CALLER);
    }

    public static CallActor callee(Principal principal) {
        return new CallActor(principal, Side.CALLEE, CallAction.OF_CALLEE);
    }

    /** Who ends a call, whatever its state. */
    public static CallActor ending(Principal principal) {
        return new CallActor(principal, null, Set.of());
    }

    public boolean ends() {
        return actions.isEmpty();
    }

    /**
     * The wish without the call that it is about, whose form is checked before anything is looked up.
     *
     * @throws CodedException 400 naming the field
     */
    public Wish wish(Map<String, Object> given, long now) {
        Object reason = given.get("reason");
        if (reason != null && !(reason instanceof String text && text.length() <= LONGEST_REASON && text.indexOf('\0') < 0)) {
            throw CodedException.invalid("reason", "must be a string of at most " + LONGEST_REASON + " characters");
        }
        Object resident = given.get("resident_id");
        if (resident != null) {
            Ids.require("resident_id", resident instanceof String text ? text : null);
        }
        return new Wish(this, CallAction.require(given.get("action"), actions), (String) resident,
                ReplayWindow.timestamp(given.get("timestamp"), now), (String) reason);
    }

    /** What is wanted, whatever the call. */
    public record Wish(CallActor actor, CallAction action, String residentId, Long timestamp, String reason) {

        /** @throws CodedException 403 for who may not; 400 when it cannot be known for which callee it is */
        public CallSignal in(CallSession call) {
            Principal by = actor.principal;
            return actor.side(this, call) == Side.CALLER
                    ? CallSignal.ofCaller(by.id(), action, timestamp, reason)
                    : CallSignal.ofCallee(by.id(), actor.resident(this, call), action, timestamp, reason);
        }
    }

    /**
     * The end of the call, by its caller or by the callee who answered. Said again it is the same: it always has the same time.
     *
     * @throws CodedException 403 for who is neither
     */
    public static CallSignal end(Principal principal, CallSession call) {
        CallActor actor = of(principal);
        CallAction action = call.answeredAt() == null ? CallAction.CANCELLED : CallAction.HANGUP;
        return principal.id().equals(call.answeredBy()) && !actor.calls(call)
                ? CallSignal.ofCallee(principal.id(), principal.id(), action, call.start().at(), null)
                : CallSignal.ofCaller(actor.requireCalls(call), action, call.start().at(), null);
    }

    private Side side(Wish wish, CallSession call) {
        boolean called = !principal.isDevice() && call.callees().containsKey(principal.id());
        Side side = as != null ? as : wish.action == CallAction.CANCELLED ? Side.CALLER
                : called || wish.residentId != null || wish.action != CallAction.HANGUP ? Side.CALLEE : Side.CALLER;
        if (side == Side.CALLER) {
            requireCalls(call);
        }
        return side;
    }

    private String requireCalls(CallSession call) {
        if (!calls(call)) {
            throw new CodedException(ErrorCode.FORBIDDEN, "call_id: only its caller may do that in this call");
        }
        return principal.id();
    }

    /** The device, who rings on its behalf, and who may act in every call. */
    private boolean calls(CallSession call) {
        return Access.require(principal, Operation.ACT_IN_CALLS) == Reach.ALL || call.start().startedBy().equals(party())
                || party().equals(Party.device(call.start().deviceId()));
    }

    private Party party() {
        return new Party(principal.kind(), principal.id());
    }

    /** One's own phone; for who may act as anybody the one that is named, or the only one there is. */
    private String resident(Wish wish, CallSession call) {
        boolean anybodys = Access.reach(principal, Operation.ACT_AS_CALLEE) == Reach.ALL;
        if (!anybodys) {
            return principal.id();
        }
        if (wish.residentId != null) {
            return wish.residentId;
        }
        if (call.callees().containsKey(principal.id())) {
            return principal.id();
        }
        if (call.answeredBy() != null) {
            return call.answeredBy();
        }
        if (call.start().targets().size() == 1) {
            return call.start().targets().get(0);
        }
        throw CodedException.invalid("resident_id", "is required: this call rings at " + call.start().targets().size() + " residents");
    }
}
