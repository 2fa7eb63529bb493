package io.campanile.domain.message;

import io.campanile.domain.message.Inboxes.Delivered;
import java.util.Collection;

/** Tells those who write in rooms how far others have come; not in large rooms (PROTOCOL 6). Thread-safe. */
public interface RoomReceipts {

    /** Nobody is told. */
    RoomReceipts NONE = new RoomReceipts() {
        @Override
        public void delivered(Collection<Delivered> delivered) {
            // nobody is told
        }

        @Override
        public long position(String userId, String conversationId) {
            return 0;
        }

        @Override
        public void read(String userId, String conversationId, long above, long upTo) {
            // nobody is told
        }
    };

    /** Of what is delivered in rooms; never blocks. */
    void delivered(Collection<Delivered> delivered);

    /** How far the user has read the room; blocks on the database. */
    long position(String userId, String conversationId);

    /** The user has read what is above the one number up to the other; never blocks. */
    void read(String userId, String conversationId, long above, long upTo);
}
