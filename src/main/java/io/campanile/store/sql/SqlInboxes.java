package io.campanile.store.sql;

import io.campanile.domain.CodedException;
import io.campanile.domain.ErrorCode;
import io.campanile.domain.message.ConversationId;
import io.campanile.domain.message.InboxMessage;
import io.campanile.domain.message.Inboxes;
import io.campanile.domain.message.Message;
import io.campanile.domain.room.RoomChanges.Turn;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.JdbiException;

/**
 * Inboxes in SQL: what is numbered, stored, appended, confirmed and counted together is one transaction. Whoever changes something
 * holds its row: those of conversations first, then where inboxes end, then what is confirmed of them, each in the order of their
 * ids, so that two writers wait for each other and never for ever. Who appends and who confirms do not (decision 0034). Thread-safe.
 */
public final class SqlInboxes implements Inboxes {

    /** ms; when an installation was last seen is not written more often. */
    private static final long SEEN_STEP = 3_600_000;

    private final InboxEpochs epochs;
    private final long pushDelay;
    private final int largeRoom;
    private final Clock clock;

    /**
     * @param pushDelay after which a user who has confirmed nothing is notified
     * @param largeRoom with more members a room's messages are appended for those who are there, see {@link #catchUp}
     */
    public SqlInboxes(InboxEpochs epochs, Duration pushDelay, int largeRoom, Clock clock) {
        this.epochs = epochs;
        this.pushDelay = pushDelay.toMillis();
        this.largeRoom = largeRoom;
        this.clock = clock;
    }

    /** @throws CodedException 400 when the database refuses a value: nothing was appended; 503 when it is away: that is not known */
    @Override
    public List<InboxMessage> append(List<Message> messages) {
        return messages.isEmpty() ? List.of() : append(messages, List.of());
    }

    /** The same with joins and leaves among them. */
    List<InboxMessage> append(List<Message> messages, List<Turn> turns) {
        try {
            for (;;) {
                Optional<List<InboxMessage>> appended = epochs.transaction((handle, epoch) ->
                        new InboxAppend(handle, epoch, clock.millis(), pushDelay, largeRoom, turns).run(messages));
                if (appended.isPresent()) {
                    return appended.get();
                }
                epochs.transaction((handle, epoch) -> {
                    InboxAppend.create(handle, epoch, messages, largeRoom, turns);
                    return null;
                });
            }
        } catch (JdbiException e) {
            throw Sql.isAboutTheValue(e) ? new CodedException(ErrorCode.INVALID, "the database refuses the message: " + e.getMessage()) : e;
        }
    }

    @Override
    public List<InboxMessage> catchUp(String roomId, Collection<String> users) {
        String conversation = ConversationId.ofRoom(roomId);
        return epochs.transaction((handle, epoch) -> new InboxCatchUp(handle, epoch, clock.millis()).run(conversation, users));
    }

    /** In all their rooms. @return who was behind */
    private Set<String> catchUp(Collection<String> users) {
        return epochs.transaction((handle, epoch) -> {
            Map<String, Set<String>> rooms = new RoomAppend(handle).behindIn(users);
            Set<String> behind = rooms.values().stream().flatMap(Set::stream).collect(Collectors.toSet());
            if (rooms.size() > 1) {
                // All of them before the first room: one room's members after the other's would not be in the order of their ids
                new InboxRows(handle, epoch).holdEnds(behind);
            }
            rooms.forEach((conversation, members) -> new InboxCatchUp(handle, epoch, clock.millis()).run(conversation, members));
            return behind;
        });
    }

    @Override
    public Page read(String userId, long after, int limit) {
        return read(List.of(new Reading(userId, after, limit))).get(0);
    }

    @Override
    public List<Page> read(List<Reading> readings) {
        List<Page> pages = pages(readings);
        // Rooms may have more than the inbox yet
        List<String> atEnd = IntStream.range(0, pages.size()).filter(i -> !pages.get(i).hasMore()).mapToObj(i -> readings.get(i).userId()).toList();
        Set<String> behind = atEnd.isEmpty() ? Set.of() : catchUp(atEnd);
        if (behind.isEmpty()) {
            return pages;
        }
        List<Reading> again = readings.stream().filter(reading -> behind.contains(reading.userId())).toList();
        Iterator<Page> longer = pages(again).iterator();
        return IntStream.range(0, pages.size()).mapToObj(i -> behind.contains(readings.get(i).userId()) ? longer.next() : pages.get(i)).toList();
    }

    /** A number that a crash took back would be given to another message, which who had the first one would not take. */
    private List<Page> pages(List<Reading> readings) {
        return epochs.settled((handle, epoch) -> new InboxPages(handle, epoch, clock.millis()).read(readings));
    }

    @Override
    public Position resume(String userId, String clientId) {
        catchUp(List.of(userId));
        return epochs.transaction((handle, epoch) -> {
            InboxRows inboxes = new InboxRows(handle, epoch);
            return inboxes.find(userId).flatMap(inbox -> known(handle, inbox, clientId)).orElseGet(() -> {
                inboxes.create(List.of(userId));
                return begin(handle, inboxes.hold(userId).orElseThrow(), clientId);
            });
        });
    }

    /** Without a lock, as most who come are known, and nothing changes. */
    private Optional<Position> known(Handle handle, InboxRow inbox, String clientId) {
        return cursor(handle, inbox, clientId, clock.millis() - SEEN_STEP)
                .filter(confirmed -> confirmed >= inbox.trimmed()).map(confirmed -> position(inbox, confirmed, false));
    }

    private Position begin(Handle handle, InboxRow inbox, String clientId) {
        Optional<Long> confirmed = cursor(handle, inbox, clientId, Long.MIN_VALUE);
        boolean reset = confirmed.isPresent() && confirmed.get() < inbox.trimmed();
        long start = reset ? inbox.trimmed() : confirmed.orElse(inbox.start());
        handle.execute(confirmed.isPresent()
                ? "UPDATE inbox_cursor SET confirmed_seq = ?, seen_at = ? WHERE user_id = ? AND client_id = ?"
                : "INSERT INTO inbox_cursor (confirmed_seq, seen_at, user_id, client_id) VALUES (?, ?, ?, ?)",
                start, clock.millis(), inbox.userId(), clientId);
        return position(inbox, start, reset);
    }

    private static Optional<Long> cursor(Handle handle, InboxRow inbox, String clientId, long seenAfter) {
        return handle.createQuery("SELECT confirmed_seq FROM inbox_cursor WHERE user_id = ? AND client_id = ? AND seen_at > ?")
                .bind(0, inbox.userId()).bind(1, clientId).bind(2, seenAfter).mapTo(Long.class).findOne();
    }

    private static Position position(InboxRow inbox, long confirmed, boolean reset) {
        return new Position(InboxEpochs.name(inbox.epoch()), confirmed, inbox.last(), reset);
    }

    @Override
    public List<Confirmed> confirm(List<Confirmation> confirmations) {
        return confirmations.isEmpty() ? List.of()
                : OvertakenException.retry(() -> epochs.unhurried((handle, epoch) -> new InboxConfirm(handle, epoch).run(confirmations)));
    }

    @Override
    public Map<String, Newest> newest(Collection<String> userIds) {
        return epochs.transaction((handle, epoch) -> {
            Map<String, Newest> newest = new HashMap<>();
            new InboxRows(handle, epoch).look(userIds)
                    .forEach(inbox -> newest.put(inbox.userId(), new Newest(InboxEpochs.name(epoch), inbox.last())));
            return newest;
        });
    }
}
