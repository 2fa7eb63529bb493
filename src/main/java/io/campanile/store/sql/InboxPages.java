package io.campanile.store.sql;

import io.campanile.domain.message.InboxMessage;
import io.campanile.domain.message.Inboxes.Page;
import io.campanile.domain.message.Inboxes.Reading;
import io.campanile.domain.message.NumberedMessage;
import io.campanile.store.sql.InboxRanges.Entry;
import io.campanile.store.sql.InboxRanges.Number;
import io.campanile.store.sql.InboxRanges.Range;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/** Pages of inboxes, each of another user, read in one transaction: what several have of a room is read once. Used once. */
final class InboxPages {

    private final Handle handle;
    private final long epoch;
    private final String epochName;
    private final long now;
    private final List<Number> lapsed = new ArrayList<>();

    /** A message where it was said. */
    private record Place(String conversationId, long seq) {
    }

    /** What is asked for of an inbox, and where that ends now. */
    private record Part(Range range, long last) {

        private boolean isEmpty() {
            return range.low() >= range.high();
        }
    }

    InboxPages(Handle handle, long epoch, long now) {
        this.handle = handle;
        this.epoch = epoch;
        this.epochName = InboxEpochs.name(epoch);
        this.now = now;
    }

    List<Page> read(List<Reading> readings) {
        Map<String, InboxRow> inboxes = new InboxRows(handle, epoch).find(readings.stream().map(Reading::userId).toList());
        List<Part> parts = readings.stream().map(reading -> part(reading, inboxes.get(reading.userId()))).toList();
        List<Range> ranges = parts.stream().filter(part -> !part.isEmpty()).map(Part::range).toList();
        Map<String, List<InboxMessage>> messages = ranges.isEmpty() ? Map.of() : messages(ranges);
        if (!lapsed.isEmpty()) {
            new InboxExpiry(handle, epoch, now).expire(lapsed);
        }
        return parts.stream().map(part -> new Page(epochName, part.isEmpty() ? List.of() : messages.getOrDefault(part.range().userId(), List.of()),
                part.range().high(), part.range().high() < part.last())).toList();
    }

    /** What was let go is not looked for. */
    private static Part part(Reading reading, InboxRow inbox) {
        if (inbox == null || inbox.last() <= reading.after()) {
            return new Part(new Range(reading.userId(), reading.after(), reading.after()), reading.after());
        }
        long low = Math.max(reading.after(), inbox.trimmed());
        return new Part(new Range(reading.userId(), low, Math.min(low + reading.limit(), inbox.last())), inbox.last());
    }

    private Map<String, List<InboxMessage>> messages(List<Range> ranges) {
        Set<Number> exceptions = InboxRanges.exceptions(handle, epoch, ranges);
        List<Entry> entries = InboxRanges.entries(handle, epoch, ranges);
        Map<Place, NumberedMessage> said = said(entries);
        Map<String, List<InboxMessage>> messages = new HashMap<>();
        for (Entry entry : entries) {
            List<InboxMessage> page = messages.computeIfAbsent(entry.userId(), user -> new ArrayList<>());
            for (long number = entry.inboxSeq(); number <= entry.last(); number++) {
                NumberedMessage numbered = said.get(new Place(entry.conversationId(), entry.seqOf(number)));
                if (numbered == null || exceptions.contains(new Number(entry.userId(), number))) {
                    continue;
                }
                if (!entry.own() && numbered.message().isExpired(now)) {
                    lapsed.add(new Number(entry.userId(), number));
                } else {
                    page.add(new InboxMessage(entry.userId(), epochName, number, numbered.seq(), numbered.message()));
                }
            }
        }
        return messages;
    }

    private Map<Place, NumberedMessage> said(List<Entry> entries) {
        Set<Place> places = new LinkedHashSet<>();
        for (Entry entry : entries) {
            for (long number = entry.inboxSeq(); number <= entry.last(); number++) {
                places.add(new Place(entry.conversationId(), entry.seqOf(number)));
            }
        }
        Map<Place, NumberedMessage> said = new HashMap<>();
        MessageRows.at(handle, places.stream().map(Place::conversationId).toArray(String[]::new), places.stream().map(Place::seq).toArray(Long[]::new))
                .forEach(message -> said.put(new Place(message.message().conversationId(), message.seq()), message));
        return said;
    }
}
