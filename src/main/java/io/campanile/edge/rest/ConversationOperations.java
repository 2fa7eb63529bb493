package io.campanile.edge.rest;

import static io.campanile.domain.session.Operation.READ_MESSAGES;
import static io.campanile.domain.session.Operation.READ_ROOMS;

import io.campanile.domain.message.MessageHistory;
import io.campanile.domain.message.MessageHistory.Query;
import io.campanile.domain.message.NumberedMessage;
import io.campanile.domain.message.Participation;
import io.campanile.domain.message.ReadMarks;
import io.campanile.domain.message.Window;
import io.campanile.domain.session.Access;
import io.campanile.domain.session.Operation;
import io.campanile.domain.session.Reach;
import io.campanile.flow.message.MessageJson;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The operations on conversations (PROTOCOL 6), called by the routes of {@link ConversationRoutes}. Thread-safe; they block. */
public final class ConversationOperations {

    private final MessageHistory history;
    private final ReadMarks marks;
    private final Participation participation;

    public ConversationOperations(MessageHistory history, ReadMarks marks, Participation participation) {
        this.history = history;
        this.marks = marks;
        this.participation = participation;
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
        List<Window> windows = readable(request);
        boolean upwards = request.text("after") != null;
        List<NumberedMessage> rows = new ArrayList<>();
        for (int i = 0; i < windows.size() && rows.size() <= limit; i++) {
            List<NumberedMessage> part = part(request, windows.get(upwards ? i : windows.size() - 1 - i), limit + 1 - rows.size());
            rows.addAll(upwards ? 0 : rows.size(), part);
        }
        boolean more = rows.size() > limit;
        // Of one too many the farthest goes
        int first = more && upwards ? 1 : 0;
        Map<String, Object> page = new LinkedHashMap<>();
        page.put("messages", rows.subList(first, Math.min(rows.size(), first + limit)).stream().map(MessageJson::inConversation).toList());
        page.put("has_more", more);
        return page;
    }

    /** What of one stay is asked for. */
    private List<NumberedMessage> part(RestRequest request, Window window, int limit) {
        long before = Math.min(request.sequence("before", Long.MAX_VALUE), window.end());
        long after = after(request, window);
        if (before <= window.above() + 1 || after >= before - 1) {
            return List.of();
        }
        return history.page(new Query(conversation(request), before, after, request.time("from", 0), request.time("to", Long.MAX_VALUE),
                request.text("q"), limit)).stream().filter(message -> message.seq() > window.above()).toList();
    }

    /** Who asks for what comes after 0 begins at the first. */
    private static long after(RestRequest request, Window window) {
        if (request.text("after") == null) {
            return 0;
        }
        long after = Math.max(request.sequence("after", 0), window.above());
        return after == 0 ? Query.ABOVE_NONE : after;
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

    private List<Window> readable(RestRequest request) {
        String conversation = conversation(request);
        Operation reading = conversation.startsWith("r:") ? READ_ROOMS : READ_MESSAGES;
        return Access.reach(request.principal(), reading) == Reach.ALL
                ? participation.requireConversation(conversation)
                : participation.require(request.principal().id(), conversation);
    }

    private static String conversation(RestRequest request) {
        return request.path().get("conversation_id");
    }
}
