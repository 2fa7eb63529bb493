package io.campanile.domain.message;

import java.util.ArrayList;
import java.util.List;

/**
 * An inbox as its row tells of it, and as its entries were counted (DESIGN, Conservation).
 *
 * @param last    its newest number, by the row
 * @param trimmed up to where it keeps nothing any more
 * @param tally   the messages for its user by the row's counters, those that wait counted one by one
 * @param kept    numbers above {@code trimmed} that entries stand for
 * @param newest  the highest number of an entry; 0 when there is none
 * @param doubled how many of these stand for a message that another one stands for
 */
public record InboxCount(String userId, long last, long trimmed, Tally tally, long kept, long newest, long doubled) {

    /**
     * Messages by what became of them, each counted for each of its receivers.
     *
     * @param pending counted, never the difference of the others
     */
    public record Tally(long numbered, long delivered, long pending, long expired, long dead, long withdrawn) {

        public static final Tally NONE = new Tally(0, 0, 0, 0, 0, 0);

        public Tally plus(Tally other) {
            return new Tally(numbered + other.numbered, delivered + other.delivered, pending + other.pending, expired + other.expired,
                    dead + other.dead, withdrawn + other.withdrawn);
        }

        long accountedFor() {
            return delivered + pending + expired + dead + withdrawn;
        }
    }

    /** What is wrong with it, in words for an operator; empty when it adds up. */
    public List<String> imbalances() {
        List<String> found = new ArrayList<>();
        long expected = last - trimmed;
        if (doubled > 0) {
            found.add(plural(doubled, "message is", "messages are") + " there twice");
        }
        if (newest > last) {
            found.add("an entry has number " + newest + ", beyond the last, " + last);
        }
        // One that is there twice may hide one that is missing
        long missing = expected - (kept - doubled);
        if (missing > 0) {
            found.add(plural(missing, "number is", "numbers are") + " missing");
        } else if (missing < 0 && newest <= last) {
            found.add(plural(-missing, "number is", "numbers are") + " there twice");
        }
        if (tally.numbered() != tally.accountedFor()) {
            found.add(tally.numbered() + " messages were numbered and " + tally.accountedFor() + " are accounted for");
        }
        return found;
    }

    private static String plural(long count, String one, String many) {
        return count + " " + (count == 1 ? one : many);
    }
}
