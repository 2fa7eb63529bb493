package io.campanile.store.sql;

import io.campanile.domain.message.Retention;
import io.campanile.store.sql.InboxRanges.Number;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Trims the tables of V7. Nothing is looked for by time: what is old stands first in its inbox, and first in its table. */
public final class SqlRetention implements Retention {

    private static final Logger LOG = LoggerFactory.getLogger(SqlRetention.class);
    /** Entries of one inbox that one transaction lets go, and messages that nobody confirmed: who appends to it waits meanwhile. */
    private static final int ENTRIES = 200;
    /** Of one inbox at a time, so that it does not keep the others waiting. */
    private static final int PORTIONS = 25;
    /** Rows of a table that one transaction lets go. */
    private static final int ROWS = 5_000;

    /** Longer than Kafka keeps what may come again. */
    private static final Duration CHANGES_KEPT = Duration.ofDays(30);

    /** An entry, and up to where it is to go. */
    private record Old(long last, long until) {
    }

    private final InboxEpochs epochs;
    private final RetentionRules rules;
    private final Clock clock;

    public SqlRetention(InboxEpochs epochs, RetentionRules rules, Clock clock) {
        this.epochs = epochs;
        this.rules = rules;
        this.clock = clock;
    }

    @Override
    public String trimInboxes(String after, int users) {
        List<String> next = epochs.transaction((handle, epoch) -> handle
                .createQuery("SELECT user_id FROM inbox WHERE user_id > ? ORDER BY user_id LIMIT ?").bind(0, after).bind(1, users)
                .mapTo(String.class).list());
        next.forEach(this::trimInbox);
        return next.size() < users ? "" : next.get(next.size() - 1);
    }

    private void trimInbox(String user) {
        boolean more = true;
        for (int portion = 0; more && portion < PORTIONS; portion++) {
            more = epochs.lazily((handle, epoch) -> trimEntries(handle, epoch, user));
        }
        epochs.lazily((handle, epoch) -> {
            trimRest(handle, epoch, user);
            return null;
        });
    }

    /** @return whether there may be more */
    private boolean trimEntries(Handle handle, long epoch, String user) {
        long now = clock.millis();
        InboxRow inbox = new InboxRows(handle, epoch).find(user).orElseThrow();
        // What nobody confirmed is written down one by one
        long end = Math.min(end(handle, inbox, now - rules.inbox().toMillis()), inbox.start() + ENTRIES);
        if (end > inbox.trimmed()) {
            // What it was when nobody held it does not count
            trim(handle, new InboxRows(handle, epoch).hold(user).orElseThrow(), end, now);
        }
        return end > inbox.trimmed();
    }

    private void trimRest(Handle handle, long epoch, String user) {
        long now = clock.millis();
        handle.execute("DELETE FROM inbox_cursor WHERE user_id = ? AND seen_at < ?", user, now - rules.installations().toMillis());
        handle.execute("DELETE FROM inbox_entry WHERE user_id = ? AND epoch < ? AND appended_at < ?", user, epoch, now - rules.inbox().toMillis());
        handle.execute("DELETE FROM inbox_exception WHERE user_id = ? AND at < ?", user, now - rules.history().toMillis());
    }

    /** The last number that is too old, as its entry is, or one too many. */
    private long end(Handle handle, InboxRow inbox, long keptFrom) {
        // Mostly the first one stays already: then the others need not be read
        return end(handle, inbox, keptFrom, 1) == inbox.trimmed() ? inbox.trimmed() : end(handle, inbox, keptFrom, ENTRIES);
    }

    private long end(Handle handle, InboxRow inbox, long keptFrom, int most) {
        long end = inbox.trimmed();
        for (Old entry : oldest(handle, inbox, keptFrom, most)) {
            end = Math.max(end, entry.until());
            if (entry.until() < entry.last()) {
                break;
            }
        }
        return end;
    }

    private List<Old> oldest(Handle handle, InboxRow inbox, long keptFrom, int most) {
        long surplus = inbox.last() - rules.entries();
        return handle.createQuery("SELECT inbox_seq + count - 1 AS last, appended_at FROM inbox_entry WHERE user_id = ? AND epoch = ? AND inbox_seq > ? "
                        + "ORDER BY user_id, epoch, inbox_seq LIMIT ?")
                .bind(0, inbox.userId()).bind(1, inbox.epoch()).bind(2, inbox.trimmed()).bind(3, most)
                .map((row, context) -> new Old(row.getLong("last"), row.getLong("appended_at") < keptFrom ? row.getLong("last") : Math.min(row.getLong("last"), surplus)))
                .list();
    }

    private void trim(Handle handle, InboxRow inbox, long end, long now) {
        int dead = new InboxExpiry(handle, inbox.epoch(), now).except(Map.of(inbox.userId(), inbox), LongStream.rangeClosed(inbox.start() + 1, end)
                .mapToObj(number -> new Number(inbox.userId(), number)).toList(), "dead", "the inbox keeps it no more");
        InboxEntries.split(handle, inbox, end);
        handle.execute("DELETE FROM inbox_entry WHERE user_id = ? AND epoch = ? AND inbox_seq <= ?", inbox.userId(), inbox.epoch(), end);
        handle.execute("UPDATE inbox_end SET entry_seq = GREATEST(entry_seq, ? + 1) WHERE user_id = ?", end, inbox.userId());
        handle.execute("UPDATE inbox SET trimmed_seq = GREATEST(trimmed_seq, ?) WHERE user_id = ?", end, inbox.userId());
        if (dead > 0) {
            LOG.info("the inbox of {} keeps {} messages no more that nobody confirmed", inbox.userId(), dead);
        }
    }

    @Override
    public boolean trimHistory() {
        long before = clock.millis() - rules.history().toMillis();
        return epochs.lazily((handle, epoch) -> {
            boolean moreMessages = trimOldest(handle, "message", "position", "ts", before);
            boolean moreEvents = trimOldest(handle, "inbox_event", "event_id", "at", before);
            boolean moreChanges = trimOldest(handle, "room_change", "position", "changed_at", clock.millis() - CHANGES_KEPT.toMillis());
            return moreMessages || moreEvents || moreChanges;
        });
    }

    /** Its rows are about in the order of their times. */
    private static boolean trimOldest(Handle handle, String table, String key, String time, long before) {
        return handle.execute("DELETE FROM " + table + " WHERE " + key + " IN (SELECT " + key + " FROM " + table + " ORDER BY " + key + " LIMIT ?) AND "
                + time + " < ?", ROWS, before) == ROWS;
    }
}
