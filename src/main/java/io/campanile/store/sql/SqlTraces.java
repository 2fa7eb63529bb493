package io.campanile.store.sql;

import io.campanile.domain.message.ConversationId;
import io.campanile.domain.message.Fate;
import io.campanile.domain.message.InboxEvent;
import io.campanile.domain.message.InboxEvents;
import io.campanile.domain.message.NumberedMessage;
import io.campanile.domain.message.Trace;
import io.campanile.domain.message.Trace.Event;
import io.campanile.domain.message.Trace.State;
import io.campanile.domain.message.TraceVerdict;
import io.campanile.domain.message.Traces;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import javax.sql.DataSource;
import org.jdbi.v3.core.Handle;

/** What the tables of messages, inboxes and push notifications tell of a message, put together when somebody asks. */
public final class SqlTraces implements Traces {

    /** Of a message to more than these, it is told of so many. */
    private static final int MOST_RECEIVERS = 200;

    private final Sql sql;
    private final InboxEvents events;
    private final Predicate<String> connected;

    /** @param connected whether a user has an installation connected, on whichever node; may block */
    public SqlTraces(DataSource dataSource, InboxEvents events, Predicate<String> connected) {
        this.sql = new Sql(dataSource);
        this.events = events;
        this.connected = connected;
    }

    @Override
    public Optional<Trace> find(String msgId) {
        return sql.read(handle -> MessageRows.find(handle, msgId).map(message -> trace(handle, message)))
                .or(() -> sql.read(handle -> DeadMessage.find(handle, msgId)));
    }

    private Trace trace(Handle handle, NumberedMessage message) {
        Set<String> receivers = receivers(handle, message);
        List<Event> told = new ArrayList<>();
        told.add(new Event(message.message().timestamp(), "accepted", message.message().senderId(), null, null, null));
        List<Fate> fates = receivers.stream().limit(MOST_RECEIVERS).map(userId -> fate(handle, userId, message, told)).toList();
        told.sort(Comparator.comparingLong(Event::at));
        return new Trace(message.message().msgId(), message.message().senderId(), receivers, TraceVerdict.of(fates), TraceVerdict.state(fates), told);
    }

    private static Set<String> receivers(Handle handle, NumberedMessage message) {
        String sender = message.message().senderId();
        if (message.message().to() != null) {
            return message.message().to().equals(sender) ? Set.of() : Set.of(message.message().to());
        }
        return new LinkedHashSet<>(handle.createQuery("SELECT user_id FROM participation WHERE conversation_id = :conversation AND joined_seq < :seq "
                        + "AND (left_seq IS NULL OR left_seq >= :seq) AND user_id <> :sender UNION SELECT user_id FROM room_stay "
                        + "WHERE conversation_id = :conversation AND joined_seq < :seq AND left_seq >= :seq AND user_id <> :sender ORDER BY user_id")
                .bind("conversation", message.message().conversationId()).bind("seq", message.seq()).bind("sender", sender).mapTo(String.class).list());
    }

    private Fate fate(Handle handle, String userId, NumberedMessage message, List<Event> told) {
        long acceptedAt = message.message().timestamp();
        InboxPlace place = InboxPlace.find(handle, userId, message).orElse(null);
        if (place == null) {
            // A room's messages come into the inbox of a member when that is next connected. Any other has been there, and was delivered:
            // what ended otherwise is known for as long as the message itself
            boolean yetToCome = ConversationId.isRoom(message.message().conversationId());
            return new Fate(userId, yetToCome ? State.PENDING : State.DELIVERED, acceptedAt, 0, null, 0, null, 0, yetToCome && connected.test(userId), null, null);
        }
        List<InboxEvent> about = events.about(userId, InboxEpochs.name(place.epoch()), place.number());
        tell(told, userId, place, about);
        Optional<InboxEvent> first = about.stream().filter(event -> event.kind().equals(InboxEvent.CONFIRMED)).min(Comparator.comparingLong(InboxEvent::at));
        List<InboxEvent> pushes = about.stream().filter(event -> event.kind().equals(InboxEvent.PUSHED) || event.kind().equals(InboxEvent.RETRIED)).toList();
        String pushedTo = pushes.isEmpty() ? null : pushes.get(pushes.size() - 1).clientId();
        State state = place.exception() != null ? State.valueOf(place.exception().toUpperCase(Locale.ROOT)) : place.confirmed() ? State.DELIVERED : State.PENDING;
        return new Fate(userId, state, acceptedAt, state == State.DELIVERED ? first.map(InboxEvent::at).orElse(0L) : place.exceptionAt(),
                state == State.DELIVERED ? first.map(InboxEvent::clientId).orElse(null) : null, pushes.size(), pushedTo, place.ahead(),
                state == State.PENDING && connected.test(userId), place.notification(), place.reason());
    }

    private static void tell(List<Event> told, String userId, InboxPlace place, List<InboxEvent> about) {
        told.add(new Event(place.appendedAt(), "numbered", userId, null, null, "inbox_seq " + place.number()));
        about.forEach(event -> told.add(new Event(event.at(), event.kind(), userId, event.clientId(), event.node(), event.detail())));
        place.notifications().forEach(notification -> {
            told.add(new Event(notification.madeAt(), "push_notification", userId, null, null,
                    notification.provider() == null ? "to nobody: there is no installation that it can go to" : "by " + notification.provider()));
            if (notification.endedAt() > 0) {
                told.add(new Event(notification.endedAt(), "push_notification_" + notification.state().name().toLowerCase(Locale.ROOT), userId, null, null,
                        notification.detail()));
            }
        });
        if (place.exception() != null) {
            told.add(new Event(place.exceptionAt(), place.exception(), userId, null, null, place.reason()));
        }
    }
}
