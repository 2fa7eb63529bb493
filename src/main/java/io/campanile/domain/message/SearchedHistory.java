package io.campanile.domain.message;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A history that asks the index for what is sought by its text. Thread-safe; blocks. */
public final class SearchedHistory implements MessageHistory {

    private final MessageHistory history;
    private final Search search;
    private final StoredMessages stored;
    private final Runnable catchUp;

    /** @param catchUp lets the index have what came last, if that is soon done */
    public SearchedHistory(MessageHistory history, Search search, StoredMessages stored, Runnable catchUp) {
        this.history = history;
        this.search = search;
        this.stored = stored;
        this.catchUp = catchUp;
    }

    @Override
    public List<NumberedMessage> page(Query query) {
        if (query.text() == null) {
            return history.page(query);
        }
        catchUp.run();
        List<NumberedMessage> page = new ArrayList<>();
        Query rest = query;
        boolean more = true;
        while (more && page.size() < query.limit()) {
            List<Long> seqs = search.find(rest);
            List<NumberedMessage> kept = stored.numbered(query.conversationId(), seqs);
            page.addAll(query.isUpwards() ? 0 : page.size(), kept);
            // Some may be kept no longer, though they are found
            more = seqs.size() == query.limit() && kept.size() < seqs.size();
            rest = more ? following(rest, seqs) : rest;
        }
        return query.isUpwards() ? page.subList(Math.max(0, page.size() - query.limit()), page.size())
                : page.subList(0, Math.min(page.size(), query.limit()));
    }

    private static Query following(Query query, List<Long> newestFirst) {
        boolean upwards = query.isUpwards();
        return new Query(query.conversationId(), upwards ? query.before() : newestFirst.get(newestFirst.size() - 1),
                upwards ? newestFirst.get(0) : query.after(), query.from(), query.to(), query.text(), query.limit());
    }

    @Override
    public List<Conversation> conversations(String userId, String after, int limit) {
        return history.conversations(userId, after, limit);
    }

    @Override
    public long read(String userId, String conversationId, long seq) {
        return history.read(userId, conversationId, seq);
    }

    @Override
    public Map<String, Long> unread(String userId) {
        return history.unread(userId);
    }

    @Override
    public Optional<NumberedMessage> find(String msgId) {
        return history.find(msgId);
    }
}
