package io.campanile.domain.room;

import io.campanile.domain.CodedException;
import io.campanile.domain.ErrorCode;
import io.campanile.domain.message.RoomStays;
import io.campanile.domain.message.Rooms;
import io.campanile.domain.message.Window;
import java.util.List;

/** Who writes to a room, and who reads what of it (PROTOCOL 3 and 6). Thread-safe; blocks on the stores. */
public final class RoomReading implements RoomStays, Rooms {

    private final io.campanile.domain.room.Rooms lasting;
    private final EphemeralRooms ephemeral;

    public RoomReading(io.campanile.domain.room.Rooms lasting, EphemeralRooms ephemeral) {
        this.lasting = lasting;
        this.ephemeral = ephemeral;
    }

    @Override
    public List<Window> require(String userId, String roomId) {
        if (lasting.find(roomId).isEmpty()) {
            throw CodedException.notFound("room: " + roomId);
        }
        if (userId == null) {
            return List.of(Window.ALL);
        }
        List<Window> stays = lasting.stays(roomId, userId).stream()
                .map(stay -> new Window(stay.joinedSeq(), stay.lasts() ? Long.MAX_VALUE : stay.leftSeq())).toList();
        if (stays.isEmpty()) {
            throw new CodedException(ErrorCode.FORBIDDEN, "conversation_id: you take no part in r:" + roomId);
        }
        return stays;
    }

    @Override
    public void requireSender(String roomId, String senderId) {
        boolean there = lasting.stay(roomId, senderId).filter(Stay::lasts).isPresent() || ephemeral.isPresent(roomId, senderId);
        if (!there && lasting.find(roomId).isEmpty() && ephemeral.count(roomId) == 0) {
            throw CodedException.notFound("room: " + roomId);
        }
        if (!there) {
            throw new CodedException(ErrorCode.FORBIDDEN, "room_id: " + senderId + " is no member of " + roomId);
        }
    }

    @Override
    public boolean isKept(String roomId) {
        return lasting.find(roomId).isPresent();
    }

    @Override
    public boolean isLarge(String roomId, int members) {
        return lasting.find(roomId).filter(room -> room.count() > members).isPresent();
    }
}
