package io.campanile.domain.message;

import java.util.List;

/**
 * A push notification (PROTOCOL 6), as its vendor is to be told it. Immutable.
 *
 * @param noticeId      the same at every attempt, by which a vendor recognises a repeat
 * @param provider      one of {@link Installation#PROVIDERS}
 * @param installations where it goes: one of FCM's, or all of the user's that a webhook brings it to
 * @param messages      what waits for the user, the most urgent conversation first, each conversation in its order; not empty
 */
public record Notice(String noticeId, String userId, String provider, List<Installation> installations, List<InboxMessage> messages) {

    public Notice {
        installations = List.copyOf(installations);
        messages = List.copyOf(messages);
    }
}
