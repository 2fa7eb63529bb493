package io.campanile.domain.room;

import java.util.SortedSet;

/**
 * The rooms that exist while somebody is in them (PROTOCOL 6): their members are connections, of all nodes. Thread-safe; blocks
 * on the store.
 */
public interface EphemeralRooms {

    /** Brings a connection of this node in; one that is in stays. @return how many connections are in the room then */
    int join(String roomId, String connectionId, String userId);

    /** @return how many connections are in the room then; 0: there is no such room any more */
    int leave(String roomId, String connectionId);

    /** How many connections are in it; 0: there is no such room. Those of a node that died count no more within 30 s. */
    int count(String roomId);

    /** Whose connections are in it, each once, in the order of their ids; empty: there is no such room. */
    SortedSet<String> members(String roomId);

    /** Whether a connection of the user is in it. */
    boolean isPresent(String roomId, String userId);
}
