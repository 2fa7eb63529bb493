package io.campanile.domain.message;

/**
 * A message in a user's inbox.
 *
 * @param seq      its number in the conversation
 * @param inboxSeq its number in the inbox, from 1 without gaps within an epoch
 */
public record InboxMessage(String userId, String epoch, long inboxSeq, long seq, Message message) {

    /** Whether the user sent it: then they know it, and owe no confirmation (PROTOCOL 6). */
    public boolean isOwn() {
        return message.senderId().equals(userId);
    }
}
