package io.campanile.store.sql;

import io.campanile.domain.message.ConversationId;
import io.campanile.domain.message.Inboxes.Confirmation;
import io.campanile.domain.message.Inboxes.Confirmed;
import io.campanile.domain.message.Inboxes.Delivered;
import io.campanile.domain.message.Inboxes.Problem;
import io.campanile.store.sql.InboxCursors.Installation;
import io.campanile.store.sql.InboxRanges.Entry;
import io.campanile.store.sql.InboxRanges.Number;
import io.campanile.store.sql.InboxRanges.Range;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;

/** Confirmations that one transaction takes; used once. */
final class InboxConfirm {

    private final Handle handle;
    private final long epoch;
    private final String epochName;
    private Map<String, InboxRow> inboxes;
    /** Of each installation the highest, in the order of user and installation. */
    private final Map<Installation, Confirmation> highest = new TreeMap<>();
    /** Of each user who advanced, the one that is furthest. */
    private final Map<String, Confirmation> furthest = new TreeMap<>();
    private final Map<String, List<Delivered>> delivered = new HashMap<>();

    /** Of a conversation, what is delivered. */
    private record Span(long above, long upTo, long count) {

        Span and(Span other) {
            return new Span(Math.min(above, other.above), Math.max(upTo, other.upTo), count + other.count);
        }
    }

    InboxConfirm(Handle handle, long epoch) {
        this.handle = handle;
        this.epoch = epoch;
        this.epochName = InboxEpochs.name(epoch);
    }

    List<Confirmed> run(List<Confirmation> confirmations) {
        inboxes = new InboxRows(handle, epoch).holdConfirmed(confirmations.stream().map(Confirmation::userId).toList());
        confirmations.stream().filter(confirmation -> problem(confirmation) == null).forEach(this::take);
        if (!furthest.isEmpty()) {
            deliver();
        }
        if (!highest.isEmpty()) {
            new InboxCursors(handle, epoch).move(highest);
        }
        return confirmations.stream().map(confirmation -> new Confirmed(problem(confirmation), epochName,
                furthest.get(confirmation.userId()) == confirmation ? delivered.getOrDefault(confirmation.userId(), List.of()) : List.of())).toList();
    }

    private Problem problem(Confirmation confirmation) {
        InboxRow inbox = inboxes.get(confirmation.userId());
        return !epochName.equals(confirmation.epoch()) ? Problem.OTHER_EPOCH
                : confirmation.inboxSeq() > (inbox == null ? 0 : inbox.last()) ? Problem.BEYOND : null;
    }

    private void take(Confirmation confirmation) {
        InboxRow inbox = inboxes.get(confirmation.userId());
        if (inbox == null) {
            return;
        }
        highest.merge(Installation.of(confirmation), confirmation, InboxConfirm::further);
        if (confirmation.inboxSeq() > inbox.delivered()) {
            furthest.merge(confirmation.userId(), confirmation, InboxConfirm::further);
        }
    }

    private static Confirmation further(Confirmation one, Confirmation other) {
        return other.inboxSeq() > one.inboxSeq() ? other : one;
    }

    /** Counts what nobody had confirmed before. */
    private void deliver() {
        List<Range> ranges = furthest.values().stream()
                .map(confirmation -> new Range(confirmation.userId(), inboxes.get(confirmation.userId()).delivered(), confirmation.inboxSeq())).toList();
        Map<String, Long> counts = new HashMap<>();
        Map<String, Map<String, Span>> ends = new HashMap<>();
        Set<Number> exceptions = InboxRanges.exceptions(handle, epoch, ranges);
        for (Entry entry : InboxRanges.entries(handle, epoch, ranges)) {
            if (!entry.own()) {
                spans(entry, exceptions).forEach(span -> {
                    counts.merge(entry.userId(), span.count(), Long::sum);
                    ends.computeIfAbsent(entry.userId(), user -> new LinkedHashMap<>()).merge(entry.conversationId(), span, Span::and);
                });
            }
        }
        ends.forEach((user, conversations) -> delivered.put(user, conversations.entrySet().stream()
                .map(end -> new Delivered(end.getKey(), sender(end.getKey(), user), user, end.getValue().above(), end.getValue().upTo())).toList()));
        Batch batch = new Batch(handle, "UPDATE inbox SET delivered_seq = ?, delivered = delivered + ?, "
                + "confirmed_at = GREATEST(confirmed_at, ?) WHERE user_id = ?");
        furthest.forEach((user, confirmation) -> batch.add(confirmation.inboxSeq(), counts.getOrDefault(user, 0L), confirmation.at(), user));
        batch.execute();
    }

    private static Stream<Span> spans(Entry entry, Set<Number> exceptions) {
        return exceptions.isEmpty() ? Stream.of(new Span(entry.seq() - 1, entry.seqOf(entry.last()), entry.count()))
                : LongStream.rangeClosed(entry.inboxSeq(), entry.last()).filter(number -> !exceptions.contains(new Number(entry.userId(), number)))
                        .map(entry::seqOf).mapToObj(seq -> new Span(seq - 1, seq, 1));
    }

    private static String sender(String conversationId, String userId) {
        return ConversationId.isRoom(conversationId) ? null : ConversationId.other(conversationId, userId);
    }
}
