package io.campanile.domain.room;

import io.campanile.domain.message.InboxMessage;
import io.campanile.domain.message.Message;
import java.util.Collection;
import java.util.List;

/** Does joins and leaves. Thread-safe; blocks on the database. */
public interface RoomChanges {

    /** There are no rooms. */
    RoomChanges NONE = new RoomChanges() {
        @Override
        public Outcome apply(List<Message> messages, List<Turn> turns) {
            return Outcome.NOTHING;
        }

        @Override
        public List<Done> done(Collection<String> changeIds) {
            return List.of();
        }
    };

    /**
     * Numbers messages and appends them to inboxes, and does joins and leaves in their turn among them, all or none. What was done before
     * is not done again; a join or leave whose room is not there is left out.
     *
     * @param turns in their order; of a user in a room more than one only where nothing is said in the room between them
     */
    Outcome apply(List<Message> messages, List<Turn> turns);

    /** @param behind how many of the messages come before it */
    record Turn(RoomChange change, int behind) {
    }

    /** Which of them are done, for those who did not hear of it. */
    List<Done> done(Collection<String> changeIds);

    /** @param members how many the room had then */
    record Done(String changeId, int members) {
    }

    /**
     * @param appended what is new in which inbox, in the order of each inbox's numbers
     */
    record Outcome(List<Done> done, List<InboxMessage> appended) {

        static final Outcome NOTHING = new Outcome(List.of(), List.of());
    }
}
