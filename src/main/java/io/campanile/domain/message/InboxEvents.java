package io.campanile.domain.message;

import java.util.List;

/** What happened to the messages in inboxes, told by the trace. Thread-safe; blocks on the database. */
public interface InboxEvents {

    /** Many at a time cost little more than one. */
    void add(List<InboxEvent> events);

    /** Those of a number, in the order in which they were added; at most the first thousand. */
    List<InboxEvent> about(String userId, String epoch, long inboxSeq);
}
