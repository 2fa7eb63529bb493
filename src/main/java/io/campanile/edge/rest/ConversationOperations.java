package io.campanile.edge.rest;

import static io.campanile.domain.session.Operation.READ_MESSAGES;

import io.campanile.domain.message.MessageHistory;
import io.campanile.domain.message.MessageHistory.Query;
import io.campanile.domain.message.NumberedMessage;
import io.campanile.domain.message.Participation;
import io.campanile.domain.message.ReadMarks;
import io.campanile.domain.session.Access;
import io.campanile.domain.session.Reach;
import io.campanile.flow.message.MessageJson;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The operations on conversations (PROTOCOL 6), called by the routes of {@link ConversationRoutes}. Thread-safe; they block. */
public final class ConversationOperations {

    private final MessageHistory history;
    private final ReadMarks marks;

    public ConversationOperations(MessageHistory history, ReadMarks marks) {
        this.history = history;
        this.marks = marks;
    }

    public Map<String, Object> list(RestRequest request) {
        String user = request.onBehalfOf(READ_MESSAGES);
        String after = request.text("after");
        return Page.of("conversations", request.limit(),
                rows -> history.conversations(user, after, rows).stream().map(MessageJson::of).toList());
    }

    /** Newest first, whichever way it pages. */
    public Map<String, Object> messages(RestRequest request) {
        int limit = request.limit();
        Query query = new Query(readable(request), request.sequence("before", Long.MAX_VALUE), after(request),
                request.time("from", 0), request.time("to", Long.MAX_VALUE), request.text("q"), limit + 1);
        List<NumberedMessage> rows = history.page(query);
        boolean more = rows.size() > limit;
        // Of one too many the farthest goes
        int first = more && query.isUpwards() ? 1 : 0;
        Map<String, Object> page = new LinkedHashMap<>();
        page.put("messages", rows.subList(first, Math.min(rows.size(), first + limit)).stream().map(MessageJson::inConversation).toList());
        page.put("has_more", more);
        return page;
    }

    /** Who asks for what comes after 0 begins at the first. */
    private static long after(RestRequest request) {
        long after = request.sequence("after", 0);
        return after == 0 && request.text("after") != null ? Query.ABOVE_NONE : after;
    }

    public Map<String, Object> markRead(RestRequest request) {
        long seq = marks.read(request.onBehalfOf(READ_MESSAGES), conversation(request), request.fields().sequence("seq"));
        return Map.of("seq", seq);
    }

    public Map<String, Object> unread(RestRequest request) {
        Map<String, Long> unread = history.unread(request.onBehalfOf(READ_MESSAGES));
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("total", unread.values().stream().mapToLong(Long::longValue).sum());
        fields.put("conversations", unread);
        return fields;
    }

    private static String readable(RestRequest request) {
        return Access.reach(request.principal(), READ_MESSAGES) == Reach.ALL
                ? Participation.requireConversation(conversation(request))
                : Participation.require(request.principal().id(), conversation(request));
    }

    private static String conversation(RestRequest request) {
        return request.path().get("conversation_id");
    }
}
