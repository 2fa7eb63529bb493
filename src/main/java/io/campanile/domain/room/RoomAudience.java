package io.campanile.domain.room;

import io.campanile.domain.CodedException;
import io.campanile.domain.push.RoomMembers;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Who hears what is said in a room. Thread-safe; blocks on the stores. */
public final class RoomAudience implements RoomMembers {

    private static final int PAGE = 10_000;

    private final Rooms lasting;
    private final EphemeralRooms ephemeral;

    public RoomAudience(Rooms lasting, EphemeralRooms ephemeral) {
        this.lasting = lasting;
        this.ephemeral = ephemeral;
    }

    @Override
    public Optional<List<String>> ofLasting(String roomId) {
        return lasting.find(roomId).map(room -> {
            List<String> members = new ArrayList<>(room.count());
            List<String> page = lasting.members(roomId, null, PAGE);
            while (!page.isEmpty()) {
                members.addAll(page);
                page = lasting.members(roomId, page.get(page.size() - 1), PAGE);
            }
            return members;
        });
    }

    @Override
    public void require(String roomId) {
        if (lasting.find(roomId).isEmpty() && ephemeral.count(roomId) == 0) {
            throw CodedException.notFound("room: " + roomId);
        }
    }
}
