package io.campanile.store.sql;

import io.campanile.domain.Ids;
import io.campanile.domain.message.InboxMessage;
import io.campanile.domain.message.Installation;
import io.campanile.domain.message.Message;
import io.campanile.domain.message.Notice;
import io.campanile.domain.message.Notices;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.sql.DataSource;
import org.jdbi.v3.core.Handle;

/**
 * The table {@code push_notification}. One is made in the transaction that moves {@code notified_seq} of the inbox and sets its
 * due record, so no number is in two of them, and none is in one that nobody sends.
 */
public final class SqlNotices implements Notices {

    private static final int LONGEST_DETAIL = 500;
    /** Most of those whose time has come have confirmed everything by then, or something just now: they cost no look of their own. */
    private static final String NOTHING_LEFT = """
            DELETE FROM inbox_due WHERE user_id = ANY(:users) AND EXISTS (SELECT 1 FROM inbox i JOIN inbox_end t ON t.user_id = i.user_id
            WHERE i.user_id = inbox_due.user_id AND t.last_seq <= GREATEST(i.delivered_seq, i.notified_seq, i.trimmed_seq))""";
    private static final String LATER = """
            UPDATE inbox_due SET due_at = (SELECT i.confirmed_at + :delay FROM inbox i WHERE i.user_id = inbox_due.user_id)
            WHERE user_id = ANY(:users) AND EXISTS (SELECT 1 FROM inbox i WHERE i.user_id = inbox_due.user_id AND i.confirmed_at + :delay > :now)""";

    private final Sql sql;
    private final InboxEpochs epochs;
    private final Duration delay;
    private final Set<String> providers;
    private final Clock clock;

    private record Row(String noticeId, String userId, long epoch, long from, long to, String provider, String clientId) {
    }

    /**
     * @param delay     for how long no installation must have confirmed anything
     * @param providers who can bring notifications here; installations of others get none
     */
    public SqlNotices(DataSource dataSource, InboxEpochs epochs, Duration delay, Set<String> providers, Clock clock) {
        this.sql = new Sql(dataSource);
        this.epochs = epochs;
        this.delay = delay;
        this.providers = Set.copyOf(providers);
        this.clock = clock;
    }

    @Override
    public int make(int limit) {
        return epochs.transaction((handle, epoch) -> {
            long now = clock.millis();
            List<String> users = handle.createQuery("SELECT user_id FROM inbox_due WHERE due_at <= :now ORDER BY due_at LIMIT :limit")
                    .bind("now", now).bind("limit", limit).mapTo(String.class).list();
            if (users.isEmpty()) {
                return 0;
            }
            new InboxRows(handle, epoch).hold(users);
            String[] held = users.toArray(String[]::new);
            handle.createUpdate(NOTHING_LEFT).bind("users", held).execute();
            handle.createUpdate(LATER).bind("users", held).bind("delay", delay.toMillis()).bind("now", now).execute();
            handle.createQuery("SELECT user_id FROM inbox_due WHERE user_id = ANY(:users) AND due_at <= :now").bind("users", held).bind("now", now)
                    .mapTo(String.class).list().forEach(user -> make(handle, user, now));
            return users.size();
        });
    }

    private void make(Handle handle, String userId, long now) {
        List<Installation> installations = installations(handle, userId, providers);
        WaitingMessages waiting = installations.isEmpty() ? WaitingMessages.first(handle, userId, now) : WaitingMessages.of(handle, userId, now);
        long dueAt = waiting.isEmpty() ? 0 : Math.max(waiting.since(), waiting.confirmedAt()) + delay.toMillis();
        if (dueAt > now) {
            handle.execute("UPDATE inbox_due SET due_at = ? WHERE user_id = ?", dueAt, waiting.userId());
            return;
        }
        if (!waiting.isEmpty()) {
            insert(handle, waiting, installations, now);
        }
        handle.execute("DELETE FROM inbox_due WHERE user_id = ?", waiting.userId());
        handle.execute("UPDATE inbox SET notified_seq = ? WHERE user_id = ?", waiting.to(), waiting.userId());
    }

    /** One for all installations that a webhook brings it to, and one for each of FCM's. */
    private static void insert(Handle handle, WaitingMessages waiting, List<Installation> installations, long now) {
        if (installations.isEmpty()) {
            insert(handle, waiting, null, null, "nobody", now);
            return;
        }
        if (installations.stream().anyMatch(installation -> installation.provider().equals(Installation.WEBHOOK))) {
            insert(handle, waiting, Installation.WEBHOOK, null, "waiting", now);
        }
        installations.stream().filter(installation -> installation.provider().equals(Installation.FCM))
                .forEach(installation -> insert(handle, waiting, Installation.FCM, installation.clientId(), "waiting", now));
    }

    private static void insert(Handle handle, WaitingMessages waiting, String provider, String clientId, String state, long now) {
        String noticeId = Ids.at(now);
        handle.execute("INSERT INTO push_notification (notice_id, user_id, epoch, from_seq, to_seq, provider, client_id, state, made_at) "
                        + "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                noticeId, waiting.userId(), waiting.epoch(), waiting.from(), waiting.to(), provider, clientId, state, now);
        if (provider != null) {
            // Due at once; of those that are, the ones of more weight first
            new DueRows(handle).putIfAbsent(KIND, List.of(noticeId), "send", now - waiting.weight());
        }
    }

    private static List<Installation> installations(Handle handle, String userId, Collection<String> providers) {
        return handle.createQuery("SELECT * FROM installation WHERE user_id = ? AND NOT muted ORDER BY client_id").bind(0, userId)
                .map((row, context) -> SqlInstallations.installation(row)).stream()
                .filter(installation -> providers.contains(installation.provider())).toList();
    }

    @Override
    public Optional<Notice> wanted(String noticeId) {
        return sql.transaction(handle -> handle.createQuery("SELECT * FROM push_notification WHERE notice_id = ? AND state = 'waiting'")
                .bind(0, noticeId)
                .map((row, context) -> new Row(noticeId, row.getString("user_id"), row.getLong("epoch"), row.getLong("from_seq"),
                        row.getLong("to_seq"), row.getString("provider"), row.getString("client_id")))
                .findOne().flatMap(row -> wanted(handle, row)));
    }

    private Optional<Notice> wanted(Handle handle, Row row) {
        List<InboxMessage> messages = WaitingMessages.of(handle, row.userId(), row.epoch(), row.from(), row.to(), clock.millis()).urgentFirst();
        List<Installation> installations = installations(handle, row.userId(), Set.of(row.provider())).stream()
                .filter(installation -> row.clientId() == null || row.clientId().equals(installation.clientId())).toList();
        if (messages.isEmpty() || installations.isEmpty()) {
            end(handle, row.noticeId(), messages.isEmpty() ? End.CANCELLED : End.GONE, null);
            return Optional.empty();
        }
        return Optional.of(new Notice(row.noticeId(), row.userId(), row.provider(), installations, messages));
    }

    @Override
    public void end(String noticeId, End end, String detail) {
        sql.run(handle -> end(handle, noticeId, end, detail));
    }

    private int end(Handle handle, String noticeId, End end, String detail) {
        return handle.execute("UPDATE push_notification SET state = ?, ended_at = ?, detail = ? WHERE notice_id = ? AND state = 'waiting'",
                end.wireName(), clock.millis(), detail == null || detail.length() <= LONGEST_DETAIL ? detail : detail.substring(0, LONGEST_DETAIL),
                noticeId);
    }

    @Override
    public int forget(long before, int limit) {
        return sql.run(handle -> handle.execute("DELETE FROM push_notification WHERE notice_id IN "
                + "(SELECT notice_id FROM push_notification WHERE made_at < ? ORDER BY made_at LIMIT ?)", before, limit));
    }
}
