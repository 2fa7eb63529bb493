package io.campanile.store.sql;

import io.campanile.domain.message.InboxMessage;
import io.campanile.domain.message.Message;
import io.campanile.domain.message.NumberedMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;

/**
 * Appends messages to inboxes that are held, as ranges of their conversations: an entry goes on while nothing else comes between.
 * Its place in the index, which knows where it begins, stays the same then (decision 0033). Used once.
 */
final class InboxEntries {

    /** ms for which an entry goes on with what is said next, rather than that there is one more for every few messages. */
    private static final long GOES_ON = 10_000;
    /** So that it is let go in parts of a bearable size. */
    private static final int LONGEST = 1_000;

    private final Handle handle;
    private final long epoch;
    private final String epochName;
    private final long now;
    private final List<Run> runs = new ArrayList<>();
    private final List<Object[]> expiries = new ArrayList<>();

    /** Messages of one conversation, in the order of their numbers there and in the inbox: the user's own, or of others. */
    static final class Run {
        private final String userId;
        private final String conversationId;
        private final boolean own;
        private final long inboxSeq;
        private final long seq;
        /** The first number of the entry that it may go on with; 0 when that is another run's. */
        private final long before;
        private int count = 1;

        private Run(String userId, NumberedMessage message, boolean own, long inboxSeq, long before) {
            this.userId = userId;
            this.conversationId = message.message().conversationId();
            this.own = own;
            this.inboxSeq = inboxSeq;
            this.seq = message.seq();
            this.before = before;
        }

        private boolean goesOn(NumberedMessage message, boolean isOwn) {
            return own == isOwn && seq + count == message.seq() && count < LONGEST && conversationId.equals(message.message().conversationId());
        }
    }

    InboxEntries(Handle handle, long epoch, long now) {
        this.handle = handle;
        this.epoch = epoch;
        this.epochName = InboxEpochs.name(epoch);
        this.now = now;
    }

    /** Gives it the inbox's next number. */
    InboxMessage add(String userId, InboxTail tail, NumberedMessage numbered) {
        Message message = numbered.message();
        boolean own = message.senderId().equals(userId);
        tail.seq++;
        tail.numbered += own ? 0 : 1;
        if (tail.run != null && tail.run.goesOn(numbered, own)) {
            tail.run.count++;
        } else {
            tail.run = new Run(userId, numbered, own, tail.seq, tail.run == null ? tail.entry : 0);
            runs.add(tail.run);
        }
        if (!own && message.lossTime() != 0) {
            expiries.add(new Object[] {userId, epoch, tail.seq, message.lossTime()});
        }
        return new InboxMessage(userId, epochName, tail.seq, numbered.seq(), message);
    }

    /** Writes what was added, and where the inboxes end now. */
    void execute(Map<String, InboxTail> tails) {
        List<Run> first = runs.stream().filter(run -> run.before > 0).toList();
        int[] wentOn = goOn(first);
        Batch insert = new Batch(handle, "INSERT INTO inbox_entry (user_id, epoch, inbox_seq, count, conversation_id, seq, own, appended_at) "
                + "VALUES (?, ?, ?, ?, ?, ?, ?, ?)");
        int next = 0;
        for (Run run : runs) {
            if (run.before == 0 || wentOn[next++] == 0) {
                insert.add(run.userId, epoch, run.inboxSeq, run.count, run.conversationId, run.seq, run.own, now);
                tails.get(run.userId).entry = run.inboxSeq;
            }
        }
        insert.execute();
        Batch expire = new Batch(handle, "INSERT INTO inbox_expiry (user_id, epoch, inbox_seq, loss_at) VALUES (?, ?, ?, ?)");
        expiries.forEach(expire::add);
        expire.execute();
        Batch ends = new Batch(handle, "UPDATE inbox_end SET last_seq = ?, entry_seq = ?, numbered = numbered + ? WHERE user_id = ?");
        tails.forEach((user, tail) -> ends.add(tail.seq, tail.entry, tail.numbered, user));
        ends.execute();
    }

    /** Makes two of an entry that reaches over {@code end}. */
    static void split(Handle handle, InboxRow inbox, long end) {
        String last = " WHERE user_id = ? AND epoch = ? AND inbox_seq = (SELECT inbox_seq FROM inbox_entry WHERE user_id = ? AND epoch = ? "
                + "AND inbox_seq <= ? ORDER BY user_id DESC, epoch DESC, inbox_seq DESC LIMIT 1) AND inbox_seq + count - 1 > ?";
        Object[] where = {inbox.userId(), inbox.epoch(), inbox.userId(), inbox.epoch(), end, end};
        handle.execute("INSERT INTO inbox_entry (user_id, epoch, inbox_seq, count, conversation_id, seq, own, appended_at) "
                + "SELECT user_id, epoch, CAST(? AS BIGINT), inbox_seq + count - ?, conversation_id, seq + ? - inbox_seq, own, appended_at FROM inbox_entry" + last,
                Stream.concat(Stream.of(end + 1, end + 1, end + 1), Stream.of(where)).toArray());
        handle.execute("UPDATE inbox_entry SET count = ? - inbox_seq" + last, Stream.concat(Stream.of(end + 1), Stream.of(where)).toArray());
    }

    private int[] goOn(List<Run> first) {
        Batch longer = new Batch(handle, "UPDATE inbox_entry SET count = count + ? WHERE user_id = ? AND epoch = ? AND inbox_seq = ? "
                + "AND inbox_seq + count = ? AND conversation_id = ? AND seq + count = ? AND own = ? AND appended_at > ? AND count <= ?");
        first.forEach(run -> longer.add(run.count, run.userId, epoch, run.before, run.inboxSeq, run.conversationId, run.seq, run.own, now - GOES_ON,
                LONGEST - run.count));
        return longer.execute();
    }
}
