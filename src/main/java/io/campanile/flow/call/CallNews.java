package io.campanile.flow.call;

import io.campanile.domain.call.CallEvent;
import io.campanile.domain.call.CallNotice;
import io.campanile.domain.call.CallNotices;
import io.campanile.domain.call.Calls.Change;
import java.util.List;

/**
 * What has happened to a call, as one record of {@code call.signals} for every node.
 *
 * @param seq     the event's, by which a repeat is known; of several that happened at once the last one's
 * @param at      when it happened, ms
 * @param notices in the order in which they are to be told
 */
record CallNews(String callId, int seq, long at, List<CallNotice> notices) {

    static CallNews of(Change change) {
        CallEvent last = change.events().get(change.events().size() - 1);
        return new CallNews(change.call().callId(), last.seq(), last.at(),
                change.events().stream().flatMap(event -> CallNotices.of(change.call(), event).stream()).toList());
    }
}
