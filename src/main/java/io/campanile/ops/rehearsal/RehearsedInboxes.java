package io.campanile.ops.rehearsal;

import io.campanile.domain.message.InboxMessage;
import io.campanile.domain.message.Inboxes;
import io.campanile.domain.message.Message;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The inboxes on one stage: empty at first, and then with what is appended. Nobody is connected, so nobody reads them. Not thread-safe. */
public final class RehearsedInboxes implements Inboxes {

    private static final String EPOCH = "rehearsal";

    private final Set<String> known = new HashSet<>();
    private final Map<String, Long> conversations = new HashMap<>();
    private final Map<String, Long> inboxes = new HashMap<>();

    @Override
    public List<InboxMessage> catchUp(String roomId, Collection<String> users) {
        return List.of();
    }

    @Override
    public List<InboxMessage> append(List<Message> messages) {
        List<InboxMessage> appended = new ArrayList<>();
        for (Message message : messages) {
            if (message.to() != null && known.add(message.msgId())) {
                long seq = conversations.merge(message.conversationId(), 1L, Long::sum);
                new LinkedHashSet<>(List.of(message.to(), message.senderId())).forEach(user ->
                        appended.add(new InboxMessage(user, EPOCH, inboxes.merge(user, 1L, Long::sum), seq, message)));
            }
        }
        return appended;
    }

    @Override
    public Page read(String userId, long after, int limit) {
        return new Page(EPOCH, List.of(), after, false);
    }

    @Override
    public Position resume(String userId, String clientId) {
        return new Position(EPOCH, 0, 0, false);
    }

    @Override
    public List<Confirmed> confirm(List<Confirmation> confirmations) {
        return confirmations.stream().map(confirmation -> new Confirmed(null, EPOCH, List.of())).toList();
    }

    @Override
    public Map<String, Newest> newest(Collection<String> userIds) {
        return Map.of();
    }
}
