package io.campanile.edge.rest;

import io.campanile.domain.CodedException;
import io.campanile.domain.Ids;
import io.campanile.domain.room.Room;
import io.campanile.domain.room.RoomDesk;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The operations on lasting rooms (PROTOCOL 6), called by the routes of {@link RoomRoutes}. Thread-safe; they block, but not while a join or a leave waits for its turn. */
public final class RoomOperations {

    private static final Logger LOG = LoggerFactory.getLogger(RoomOperations.class);
    private static final int LONGEST_NAME = 200;
    private static final int MOST_AT_ONCE = 10_000;

    private final RoomDesk desk;

    public RoomOperations(RoomDesk desk) {
        this.desk = desk;
    }

    public Map<String, Object> create(RestRequest request) {
        Fields fields = request.fields();
        String roomId = Ids.require("room_id", fields.text("room_id"));
        String name = fields.optionalText("name");
        if (name != null && name.length() > LONGEST_NAME) {
            throw CodedException.invalid("name", "must be at most " + LONGEST_NAME + " characters");
        }
        List<String> members = fields.optionalTexts("members");
        if (members.size() > MOST_AT_ONCE) {
            throw CodedException.invalid("members", "must be at most " + MOST_AT_ONCE + "; add the others one by one");
        }
        members.forEach(member -> Ids.require("members", member));
        Room room = desk.create(request.principal(), roomId, name, Boolean.TRUE.equals(fields.optionalBoolean("open")), members);
        LOG.info("room {} made by {} with {} members", roomId, room.ownerId(), room.count());
        return json(room);
    }

    public Map<String, Object> read(RestRequest request) {
        String roomId = roomId(request);
        String after = request.text("after");
        Map<String, Object> json = json(desk.read(request.principal(), roomId));
        json.putAll(Page.of("members", request.limit(), rows -> desk.members(request.principal(), roomId, after, rows)));
        return json;
    }

    public CompletionStage<Map<String, Object>> add(RestRequest request) {
        return desk.add(request.principal(), roomId(request), userId(request)).thenApply(RoomOperations::json);
    }

    public CompletionStage<?> remove(RestRequest request) {
        return desk.remove(request.principal(), roomId(request), userId(request));
    }

    private static String roomId(RestRequest request) {
        return Ids.require("room_id", request.path().get("room_id"));
    }

    private static String userId(RestRequest request) {
        return Ids.require("user_id", request.path().get("user_id"));
    }

    private static Map<String, Object> json(Room room) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("room_id", room.roomId());
        if (room.name() != null) {
            json.put("name", room.name());
        }
        json.put("owner_id", room.ownerId());
        json.put("open", room.open());
        json.put("created_at", room.createdAt());
        json.put("count", room.count());
        return json;
    }
}
