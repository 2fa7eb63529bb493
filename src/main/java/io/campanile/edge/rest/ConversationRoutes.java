package io.campanile.edge.rest;

import static io.campanile.domain.session.Operation.READ_MESSAGES;

import io.campanile.domain.session.Sessions;

/** Conversations over REST (PROTOCOL 6). */
public final class ConversationRoutes extends RestRoutes {

    private final ConversationOperations conversations;

    public ConversationRoutes(Sessions sessions, RestAnswers answers, ConversationOperations conversations) {
        super(sessions, answers);
        this.conversations = conversations;
    }

    @Override
    void operations() {
        rest("/api/v1/conversations").tag("Messages")
                .get().description("List conversations, newest first").to("direct:rest-conversation-list")
                .get("/{conversation_id}/messages").description("Read what was said, newest first").to("direct:rest-conversation-read")
                .post("/{conversation_id}/read").description("Mark a conversation read").to("direct:rest-conversation-mark");
        rest("/api/v1/unread").tag("Messages")
                .get().description("Count unread messages").to("direct:rest-unread-count");

        allowed(READ_MESSAGES, "rest-conversation-list", conversations, "list", 200);
        allowed(READ_MESSAGES, "rest-conversation-read", conversations, "messages", 200);
        allowed(READ_MESSAGES, "rest-conversation-mark", conversations, "markRead", 200);
        allowed(READ_MESSAGES, "rest-unread-count", conversations, "unread", 200);
    }
}
