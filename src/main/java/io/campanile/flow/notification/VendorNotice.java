package io.campanile.flow.notification;

import io.campanile.domain.message.InboxMessage;
import io.campanile.domain.message.Installation;
import io.campanile.domain.message.Message;
import io.campanile.domain.message.Notice;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A push notification in the words of vendors, whatever it is about. Immutable.
 *
 * @param noticeId      the same at every attempt, by which a receiver knows a repeat
 * @param provider      one of {@link Installation#PROVIDERS}
 * @param installations where it goes: one of FCM's, or all of the user's that a webhook brings it to
 * @param type          what a webhook's receiver tells it by, such as {@code message.waiting}
 * @param says          what a webhook says of it
 * @param data          what the client on a phone is told of it, texts alone
 * @param title         shown on the phone; null for what is not to be shown
 * @param text          below the title
 * @param collapsed     of those with the same value a phone that was off is told the last one only
 */
public record VendorNotice(String noticeId, String userId, String provider, List<Installation> installations, String type,
                           Map<String, Object> says, Map<String, String> data, String title, String text, String collapsed) {

    /** What the messages say is not in it: the client reads its inbox. */
    static VendorNotice of(Notice notice) {
        Message first = notice.messages().get(0).message();
        int count = notice.messages().size();
        return new VendorNotice(notice.noticeId(), notice.userId(), notice.provider(), notice.installations(), "message.waiting",
                Map.of("messages", notice.messages().stream().map(VendorNotice::fields).toList()),
                Map.of("type", "message.waiting", "count", String.valueOf(count), "msg_id", first.msgId(),
                        "conversation_id", first.conversationId(), "sender_id", first.senderId()),
                first.senderId(), count == 1 ? "1 message" : count + " messages", "inbox");
    }

    private static Map<String, Object> fields(InboxMessage waiting) {
        Message message = waiting.message();
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("msg_id", message.msgId());
        fields.put("conversation_id", message.conversationId());
        fields.put("seq", waiting.seq());
        fields.put("inbox_seq", waiting.inboxSeq());
        fields.put("sender_id", message.senderId());
        fields.put("type", message.type());
        fields.put("weight", message.weight());
        fields.put("timestamp", message.timestamp());
        return fields;
    }

    /** Without the tokens: what is printed may end in a log. */
    @Override
    public String toString() {
        return "VendorNotice[" + noticeId + " to " + userId + " by " + provider + "]";
    }
}
