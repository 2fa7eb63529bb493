package io.campanile.edge.rest;

import static io.campanile.domain.session.Operation.READ_ROOMS;
import static io.campanile.domain.session.Operation.USE_ROOMS;

import io.campanile.domain.session.Sessions;

/** Lasting rooms over REST (PROTOCOL 6). */
public final class RoomRoutes extends RestRoutes {

    private final RoomOperations rooms;

    public RoomRoutes(Sessions sessions, RestAnswers answers, RoomOperations rooms) {
        super(sessions, answers);
        this.rooms = rooms;
    }

    @Override
    void operations() {
        rest("/api/v1/rooms").tag("Rooms")
                .post().description("Make a lasting room").to("direct:rest-room-create")
                .get("/{room_id}").description("Show a room and its members").to("direct:rest-room-read")
                .put("/{room_id}/members/{user_id}").description("Add a member").to("direct:rest-room-add")
                .delete("/{room_id}/members/{user_id}").description("Remove a member, or leave").to("direct:rest-room-remove");

        allowed(USE_ROOMS, "rest-room-create", rooms, "create", 201);
        allowed(READ_ROOMS, "rest-room-read", rooms, "read", 200);
        allowed(USE_ROOMS, "rest-room-add", rooms, "add", 200);
        allowed(USE_ROOMS, "rest-room-remove", rooms, "remove", RestAnswers.NO_CONTENT);
    }
}
