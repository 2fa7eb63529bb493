package io.campanile.store.sql;

import io.campanile.domain.message.InboxMessage;
import io.campanile.domain.message.Inboxes.Page;
import io.campanile.domain.message.NumberedMessage;
import io.campanile.store.sql.InboxRanges.Number;
import io.campanile.store.sql.InboxRanges.Range;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/** A page of an inbox, read in one transaction; used once. */
final class InboxPage {

    private final Handle handle;
    private final long epoch;
    private final long now;
    private final String userId;

    /** A number of the inbox, and the message that has it. */
    private record Place(long inboxSeq, String conversationId, long seq, boolean own) {

        private Key key() {
            return new Key(conversationId, seq);
        }
    }

    private record Key(String conversationId, long seq) {
    }

    InboxPage(Handle handle, long epoch, long now, String userId) {
        this.handle = handle;
        this.epoch = epoch;
        this.now = now;
        this.userId = userId;
    }

    Page read(long after, int limit) {
        String epochName = InboxEpochs.name(epoch);
        InboxRow inbox = new InboxRows(handle, epoch).find(userId).orElse(null);
        if (inbox == null || inbox.last() <= after) {
            return new Page(epochName, List.of(), after, false);
        }
        List<Place> places = places(after, limit);
        long next = places.isEmpty() ? inbox.last() : places.get(places.size() - 1).inboxSeq();
        Set<Number> exceptions = InboxRanges.exceptions(handle, epoch, List.of(new Range(userId, after, next)));
        places.removeIf(place -> exceptions.contains(new Number(userId, place.inboxSeq())));
        Map<Key, NumberedMessage> messages = messages(places);
        List<InboxMessage> page = new ArrayList<>(places.size());
        List<Number> lapsed = new ArrayList<>();
        for (Place place : places) {
            NumberedMessage numbered = messages.get(place.key());
            if (numbered != null && !place.own() && numbered.message().isExpired(now)) {
                lapsed.add(new Number(userId, place.inboxSeq()));
            } else if (numbered != null) {
                page.add(new InboxMessage(userId, epochName, place.inboxSeq(), place.seq(), numbered.message()));
            }
        }
        if (!lapsed.isEmpty()) {
            new InboxExpiry(handle, epoch, now).expire(lapsed);
        }
        return new Page(epochName, page, next, next < inbox.last());
    }

    /** Each entry has one message at least, so that there are no more of them than numbers. Named whole, H2 takes the key's order. */
    private List<Place> places(long after, int limit) {
        List<Place> places = new ArrayList<>();
        handle.createQuery("SELECT inbox_seq, count, conversation_id, seq, own FROM inbox_entry WHERE user_id = ? AND epoch = ? AND inbox_seq > ? "
                        + "ORDER BY user_id, epoch, inbox_seq LIMIT ?")
                .bind(0, userId).bind(1, epoch).bind(2, after).bind(3, limit)
                .map((row, context) -> new InboxRanges.Entry(userId, row.getLong("inbox_seq"), row.getInt("count"),
                        row.getString("conversation_id"), row.getLong("seq"), row.getBoolean("own")))
                .forEach(entry -> {
                    for (long number = Math.max(entry.before(), after) + 1; number <= entry.inboxSeq() && places.size() < limit; number++) {
                        places.add(new Place(number, entry.conversationId(), entry.seq() - (entry.inboxSeq() - number), entry.own()));
                    }
                });
        return places;
    }

    private Map<Key, NumberedMessage> messages(List<Place> places) {
        Map<Key, NumberedMessage> messages = new HashMap<>();
        MessageRows.at(handle, places.stream().map(Place::conversationId).toArray(String[]::new), places.stream().map(Place::seq).toArray(Long[]::new))
                .forEach(message -> messages.put(new Key(message.message().conversationId(), message.seq()), message));
        return messages;
    }
}
