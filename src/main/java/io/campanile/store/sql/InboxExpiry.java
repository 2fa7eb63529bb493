package io.campanile.store.sql;

import io.campanile.store.sql.InboxRanges.Entry;
import io.campanile.store.sql.InboxRanges.Number;
import io.campanile.store.sql.InboxRanges.Range;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jdbi.v3.core.Handle;

/** Takes messages out of the count of what is pending, within one transaction; used once. */
final class InboxExpiry {

    private final Handle handle;
    private final long epoch;
    private final long now;

    InboxExpiry(Handle handle, long epoch, long now) {
        this.handle = handle;
        this.epoch = epoch;
        this.now = now;
    }

    /** Those of them that nobody has confirmed are expired; the others stay what they are. */
    void expire(List<Number> numbers) {
        Map<String, InboxRow> inboxes = new InboxRows(handle, epoch).hold(numbers.stream().map(Number::userId).toList());
        except(inboxes, numbers, "expired", "its loss_time is over");
    }

    /**
     * Of the numbers, those that are pending are taken out.
     *
     * @param inboxes held
     * @param state   expired, dead or withdrawn: also the name of its counter
     * @return how many that were
     */
    int except(Map<String, InboxRow> inboxes, List<Number> numbers, String state, String reason) {
        List<Entry> entries = entries(inboxes, numbers);
        if (entries.isEmpty()) {
            return 0;
        }
        Batch insert = new Batch(handle, "INSERT INTO inbox_exception (user_id, epoch, inbox_seq, conversation_id, seq, state, at, reason) "
                + "VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING");
        entries.forEach(entry -> insert.add(entry.userId(), epoch, entry.inboxSeq(), entry.conversationId(), entry.seq(), state, now, reason));
        int[] inserted = insert.execute();
        Map<String, Integer> counts = new TreeMap<>();
        for (int i = 0; i < inserted.length; i++) {
            counts.merge(entries.get(i).userId(), inserted[i], Integer::sum);
        }
        Batch update = new Batch(handle, "UPDATE inbox SET " + state + " = " + state + " + ? WHERE user_id = ?");
        counts.forEach((user, count) -> update.add(count, user));
        update.execute();
        return counts.values().stream().mapToInt(Integer::intValue).sum();
    }

    /** One for each number that is pending: not confirmed, and not the user's own message. */
    private List<Entry> entries(Map<String, InboxRow> inboxes, List<Number> numbers) {
        Map<String, Range> ranges = new HashMap<>();
        Set<Number> pending = new LinkedHashSet<>();
        for (Number number : numbers) {
            InboxRow inbox = inboxes.get(number.userId());
            if (inbox != null && number.inboxSeq() > inbox.delivered()) {
                pending.add(number);
                ranges.merge(number.userId(), new Range(number.userId(), number.inboxSeq() - 1, number.inboxSeq()), (one, other) ->
                        new Range(one.userId(), Math.min(one.low(), other.low()), Math.max(one.high(), other.high())));
            }
        }
        List<Entry> found = new ArrayList<>();
        for (Entry entry : InboxRanges.entries(handle, epoch, List.copyOf(ranges.values()))) {
            for (long number = entry.inboxSeq(); number <= entry.last() && !entry.own(); number++) {
                if (pending.contains(new Number(entry.userId(), number))) {
                    found.add(new Entry(entry.userId(), number, 1, entry.conversationId(), entry.seqOf(number), false));
                }
            }
        }
        return found;
    }
}
