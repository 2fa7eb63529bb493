package io.campanile.store.sql;

import io.campanile.domain.room.RoomChange;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/** Who is a member of one room, as changes at their places among its messages make it; used once. The conversation is held. */
final class RoomMemberships {

    private final Handle handle;
    private final String conversation;

    /** A row of {@code participation}, as it is to be. */
    private static final class Membership {
        private final long joined;
        private final Long left;
        private boolean in;
        private boolean there = true;
        /** Where it changes. */
        private long end;

        private Membership(long joined, Long left) {
            this.joined = joined;
            this.left = left;
            this.in = left == null;
        }
    }

    /** @param end the newest number of the room's messages when its turn came */
    record Placed(RoomChange change, long end) {
    }

    RoomMemberships(Handle handle, String conversation) {
        this.handle = handle;
        this.conversation = conversation;
    }

    /** @return by how many members the room grows */
    int change(List<Placed> changes) {
        Map<String, Membership> all = read(changes.stream().map(placed -> placed.change().userId()).distinct().sorted().toList());
        int grown = 0;
        for (Placed placed : changes) {
            RoomChange change = placed.change();
            Membership membership = all.computeIfAbsent(change.userId(), user -> absent());
            grown += membership.in == change.joins() ? 0 : change.joins() ? 1 : -1;
            membership.in = change.joins();
            membership.end = placed.end();
        }
        write(all);
        return grown;
    }

    private static Membership absent() {
        Membership absent = new Membership(0, 0L);
        absent.there = false;
        return absent;
    }

    /**
     * Held in the order in which catch-ups change them, so that neither waits for the other for ever. Both columns of the key in the
     * list: of a list for one alone H2 makes no use, and reads all that there are.
     */
    private Map<String, Membership> read(List<String> users) {
        Map<String, Membership> all = new TreeMap<>();
        Query query = handle.createQuery("SELECT user_id, joined_seq, left_seq FROM participation WHERE (user_id, conversation_id) IN ("
                + String.join(", ", Collections.nCopies(users.size(), "(?, ?)")) + ") ORDER BY user_id FOR UPDATE");
        for (int i = 0; i < users.size(); i++) {
            query.bind(2 * i, users.get(i)).bind(2 * i + 1, conversation);
        }
        query.map((row, context) -> all.put(row.getString("user_id"),
                new Membership(row.getLong("joined_seq"), row.getObject("left_seq", Long.class)))).list();
        return all;
    }

    /** Who joins where they left has never been away; who has both joined and left since has not been there. */
    private void write(Map<String, Membership> all) {
        Batch insert = new Batch(handle, "INSERT INTO participation (joined_seq, read_seq, appended_seq, user_id, conversation_id) VALUES (?, ?, ?, ?, ?)");
        Batch past = new Batch(handle, "INSERT INTO room_stay (conversation_id, user_id, joined_seq, left_seq) VALUES (?, ?, ?, ?)");
        Batch again = new Batch(handle, "UPDATE participation SET joined_seq = ?, left_seq = NULL, read_seq = ?, appended_seq = ? "
                + "WHERE user_id = ? AND conversation_id = ?");
        Batch stay = new Batch(handle, "UPDATE participation SET left_seq = NULL WHERE user_id = ? AND conversation_id = ?");
        // appended_seq stays behind left_seq until their inbox has it all: then they get what was said until now
        Batch leave = new Batch(handle, "UPDATE participation SET left_seq = ? WHERE user_id = ? AND conversation_id = ?");
        all.forEach((user, membership) -> {
            boolean before = membership.there && membership.left == null;
            long end = membership.end;
            if (membership.in && !membership.there) {
                insert.add(end, end, end, user, conversation);
            } else if (membership.in && !before && membership.left == end) {
                stay.add(user, conversation);
            } else if (membership.in && !before) {
                if (membership.left > membership.joined) {
                    past.add(conversation, user, membership.joined, membership.left);
                }
                again.add(end, end, end, user, conversation);
            } else if (!membership.in && before) {
                leave.add(end, user, conversation);
            }
        });
        for (Batch batch : List.of(insert, past, again, stay, leave)) {
            batch.execute();
        }
    }
}
