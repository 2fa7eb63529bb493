package io.campanile.flow.call;

import io.campanile.domain.call.CallEvent;
import io.campanile.domain.call.CallNotice;
import io.campanile.domain.call.CallNotices;
import io.campanile.domain.call.CallSession;
import java.util.List;

/**
 * What has happened to a call, as one record of {@code call.signals} for every node.
 *
 * @param first   the event's, by which it is known that one before it has not come yet; of several that happened at once the
 *                first one's
 * @param seq     the event's, by which a repeat is known; of several the last one's
 * @param at      when it happened, ms
 * @param notices in the order in which they are to be told
 */
record CallNews(String callId, int first, int seq, long at, List<CallNotice> notices) {

    /** @param events of the call, at least one, in their order */
    static CallNews of(CallSession call, List<CallEvent> events) {
        CallEvent last = events.get(events.size() - 1);
        return new CallNews(call.callId(), events.get(0).seq(), last.seq(), last.at(),
                events.stream().flatMap(event -> CallNotices.of(call, event).stream()).toList());
    }
}
