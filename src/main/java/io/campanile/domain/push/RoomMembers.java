package io.campanile.domain.push;

import java.util.List;
import java.util.Optional;

/** Who is in a room, for a push to it (PROTOCOL 8). Thread-safe; blocks on the store. */
public interface RoomMembers {

    /** The members of a lasting room; empty for any other, whose members each node knows itself. */
    Optional<List<String>> ofLasting(String roomId);

    /** @throws io.campanile.domain.CodedException 404 when there is neither a lasting nor an ephemeral room of that name */
    void require(String roomId);
}
