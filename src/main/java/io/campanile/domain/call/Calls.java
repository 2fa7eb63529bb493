package io.campanile.domain.call;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * The calls that there are and were. What happens to a call happens to it one after another, on whichever nodes, and either
 * wholly or not at all: what is told of it, its timers and who is busy by it included. Thread-safe; blocks.
 */
public interface Calls {

    /**
     * A call with what has just happened to it.
     *
     * @param call   after it
     * @param events what happened, and was not told yet; empty for a repeat
     * @param event  the answer: the last of these, or the one that is repeated
     */
    record Change(CallSession call, List<CallEvent> events, CallEvent event) {

        public boolean isNews() {
            return !events.isEmpty();
        }
    }

    /** An event that was not told to all whom it concerns, for all that is known. */
    record Untold(CallSession call, CallEvent event) {
    }

    /**
     * Begins a call to these residents. While one by the same device to the same residents lives, it is that one; so it is
     * for a repeat of a request that is known by its {@linkplain CallRequest#key() key}.
     */
    Change start(CallRequest request, Collection<String> targets);

    /**
     * Lets something happen to a call.
     *
     * @param signal asked for it once nobody else can change the call; it may refuse
     * @throws io.campanile.domain.CodedException 404 for no call; 409 where PROTOCOL 7 says so; what the signal throws
     */
    Change apply(String callId, Function<CallSession, CallSignal> signal);

    Optional<CallSession> find(String callId);

    /**
     * A page of calls, by the time they began: the newest first, or those after {@code after}, the oldest first.
     *
     * @throws io.campanile.domain.CodedException 400 naming {@code before} or {@code after} when it is no call
     */
    List<CallSession> page(CallQuery query, String before, String after, int limit);

    /** Those that ring, or are about to. */
    List<CallSession> ringing();

    /** How many have not ended. */
    int live();

    /** Everybody whom it concerns has been told of the events; does not block. */
    void told(String callId, Collection<CallEvent> events);

    /** Events that have waited so long that whoever was to tell them must be gone, the oldest first. */
    List<Untold> untold(int limit);

    /** Forgets what has been over for long enough, and by which repeats were known. */
    void sweep();
}
