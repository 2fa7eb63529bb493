package io.campanile.domain.message;

import io.campanile.domain.CodedException;
import io.campanile.domain.ErrorCode;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Inboxes as the port describes them, while the test runs. Thread-safe. */
public final class InMemoryInboxes implements Inboxes {

    private record Installation(String userId, String clientId) {
    }

    private final Clock clock;
    private final Map<String, List<InboxMessage>> inboxes = new HashMap<>();
    private final Map<String, Long> conversations = new HashMap<>();
    private final Map<Installation, Long> cursors = new HashMap<>();
    private final Map<String, Long> trimmed = new HashMap<>();
    private final Set<String> known = new HashSet<>();
    private String epoch = "e1";
    private boolean away;
    private String refused;
    private int reads;
    private int confirmWrites;
    private int largestPage;

    public InMemoryInboxes(Clock clock) {
        this.clock = clock;
    }

    /** The database is away, or back. */
    public synchronized void away(boolean now) {
        away = now;
    }

    /** Takes no message of this type. */
    public synchronized void refuse(String type) {
        refused = type;
    }

    /** Everything in an inbox. */
    public synchronized List<InboxMessage> of(String userId) {
        return List.copyOf(inboxes.getOrDefault(userId, List.of()));
    }

    /** The numbers of all inboxes begin anew; what is in them is numbered from 1. */
    public synchronized void begin(String newEpoch) {
        epoch = newEpoch;
        cursors.clear();
        inboxes.replaceAll((user, messages) -> {
            List<InboxMessage> again = new ArrayList<>();
            messages.forEach(message -> again.add(new InboxMessage(user, newEpoch, again.size() + 1L, message.seq(), message.message())));
            return again;
        });
    }

    /** Up to this number nothing is kept any more. */
    public synchronized void trim(String userId, long upTo) {
        trimmed.put(userId, upTo);
    }

    public synchronized int reads() {
        return reads;
    }

    /** How many times confirmations were written. */
    public synchronized int confirmWrites() {
        return confirmWrites;
    }

    public synchronized int largestPage() {
        return largestPage;
    }

    public synchronized long confirmed(String userId, String clientId) {
        return cursors.getOrDefault(new Installation(userId, clientId), 0L);
    }

    @Override
    public List<InboxMessage> catchUp(String roomId, Collection<String> users) {
        return List.of();
    }

    @Override
    public synchronized List<InboxMessage> append(List<Message> messages) {
        requireThere();
        if (messages.stream().anyMatch(message -> message.type().equals(refused))) {
            throw CodedException.invalid("type", "is refused");
        }
        List<InboxMessage> appended = new ArrayList<>();
        for (Message message : messages) {
            if (known.add(message.msgId())) {
                long seq = conversations.merge(message.conversationId(), 1L, Long::sum);
                new LinkedHashSet<>(List.of(message.senderId(), message.to())).forEach(user -> {
                    List<InboxMessage> inbox = inboxes.computeIfAbsent(user, id -> new ArrayList<>());
                    inbox.add(new InboxMessage(user, epoch, inbox.size() + 1L, seq, message));
                    appended.add(inbox.get(inbox.size() - 1));
                });
            }
        }
        return appended;
    }

    @Override
    public synchronized Page read(String userId, long after, int limit) {
        requireThere();
        reads++;
        List<InboxMessage> inbox = inboxes.getOrDefault(userId, List.of());
        List<InboxMessage> looked = inbox.stream().filter(message -> message.inboxSeq() > after).limit(limit).toList();
        long next = looked.isEmpty() ? after : looked.get(looked.size() - 1).inboxSeq();
        largestPage = Math.max(largestPage, looked.size());
        return new Page(epoch, looked.stream().filter(message -> !message.message().isExpired(clock.millis())).toList(), next, next < inbox.size());
    }

    @Override
    public synchronized Position resume(String userId, String clientId) {
        requireThere();
        long kept = trimmed.getOrDefault(userId, 0L);
        long confirmed = cursors.computeIfAbsent(new Installation(userId, clientId), one -> start(userId));
        cursors.merge(new Installation(userId, clientId), kept, Math::max);
        return new Position(epoch, Math.max(confirmed, kept), inboxes.getOrDefault(userId, List.of()).size(), confirmed < kept);
    }

    private long start(String userId) {
        return cursors.entrySet().stream().filter(cursor -> cursor.getKey().userId().equals(userId)).mapToLong(Map.Entry::getValue).max().orElse(0);
    }

    @Override
    public synchronized List<Confirmed> confirm(List<Confirmation> confirmations) {
        requireThere();
        confirmWrites++;
        return confirmations.stream().map(this::confirm).toList();
    }

    private Confirmed confirm(Confirmation confirmation) {
        List<InboxMessage> inbox = inboxes.getOrDefault(confirmation.userId(), List.of());
        if (!confirmation.epoch().equals(epoch) || confirmation.inboxSeq() > inbox.size()) {
            return new Confirmed(confirmation.epoch().equals(epoch) ? Problem.BEYOND : Problem.OTHER_EPOCH, epoch, List.of());
        }
        long delivered = start(confirmation.userId());
        cursors.merge(new Installation(confirmation.userId(), confirmation.clientId()), confirmation.inboxSeq(), Math::max);
        Map<String, Delivered> advanced = new HashMap<>();
        inbox.stream().filter(message -> message.inboxSeq() > delivered && message.inboxSeq() <= confirmation.inboxSeq() && !message.isOwn())
                .forEach(message -> advanced.put(message.message().conversationId(), new Delivered(message.message().conversationId(),
                        message.message().senderId(), confirmation.userId(), message.seq() - 1, message.seq())));
        return new Confirmed(null, epoch, List.copyOf(advanced.values()));
    }

    @Override
    public synchronized Map<String, Newest> newest(Collection<String> userIds) {
        requireThere();
        Map<String, Newest> newest = new HashMap<>();
        userIds.stream().filter(inboxes::containsKey).forEach(user -> newest.put(user, new Newest(epoch, inboxes.get(user).size())));
        return newest;
    }

    private void requireThere() {
        if (away) {
            throw new CodedException(ErrorCode.UNAVAILABLE, "the database is away");
        }
    }
}
