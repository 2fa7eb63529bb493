package io.campanile.bench.run;

import io.campanile.bench.load.Dialect;
import io.campanile.bench.load.Endpoint;
import io.campanile.bench.load.PushTarget;
import io.campanile.bench.load.Template;
import io.campanile.bench.system.Gateway;
import java.util.function.IntFunction;
import java.util.function.Predicate;

/** The same push in each system's words: a frame of some 230 bytes when it arrives. */
final class Push {

    private static final String VALUES = "{\"text\":\"#0000000000 " + "x".repeat(88) + "\"}";
    private static final String FRAME = "{\"op\":\"galbot_push\",\"service\":\"bench\",\"code\":0,\"msg\":\"\",\"values\":" + VALUES
            + ",\"result\":true,\"request_id\":\"0123456789abc-12345\"}";
    private static final Predicate<String> REFUSES_NOTHING = text -> false;
    private static final Predicate<String> IS_REFUSED = text -> text.contains("galbot_response") && !text.contains("\"code\":0,");

    private Push() {
    }

    /**
     * Over the service that pushes.
     *
     * @param to            the target, as JSON
     * @param receiverToken whose connections get it
     */
    static PushTarget through(Gateway gateway, String to, String receiverToken) {
        int port = gateway.port("http.port");
        return new PushTarget(number -> new Endpoint(port, "/ws?client_id=receiver-%d", receiverToken),
                new Endpoint(port, "/ws?client_id=trigger-%d", gateway.token()), Dialect.PLAIN, Template.of(request(to)), IS_REFUSED, false);
    }

    /**
     * As a message to a room: each member confirms it.
     *
     * @param member where the member of a number connects; 0 says it, the others get it
     */
    static PushTarget toRoom(String roomId, IntFunction<Endpoint> member) {
        return new PushTarget(number -> member.apply(number + 1), member.apply(0), Dialect.PLAIN, Template.of("{\"service\":\"/api/message/send\","
                + "\"request_id\":\"t\",\"values\":{\"room_id\":\"" + roomId + "\",\"type\":\"text\",\"content\":" + VALUES + "}}"), IS_REFUSED, true);
    }

    static PushTarget throughVertx(int port) {
        return new PushTarget(number -> new Endpoint(port, "/receive", null), new Endpoint(port, "/send", null), Dialect.PLAIN,
                Template.of(request("{\"all\":true}")), REFUSES_NOTHING, false);
    }

    static PushTarget throughNchan(int port) {
        return new PushTarget(number -> new Endpoint(port, "/receive", null), new Endpoint(port, "/send", null), Dialect.PLAIN,
                Template.of(FRAME), REFUSES_NOTHING, false);
    }

    static PushTarget throughSocketIo(int port) {
        Endpoint endpoint = new Endpoint(port, "/socket.io/?EIO=4&transport=websocket", null);
        return new PushTarget(number -> endpoint, endpoint, Dialect.SOCKET_IO, Template.of("42[\"push\"," + FRAME + "]"), REFUSES_NOTHING, false);
    }

    /** In which all are who are connected. */
    static PushTarget toRoomOfSocketIo(int port) {
        Endpoint endpoint = new Endpoint(port, "/socket.io/?EIO=4&transport=websocket", null);
        return new PushTarget(number -> endpoint, endpoint, Dialect.SOCKET_IO, Template.of("42[\"say\"," + FRAME + "]"), REFUSES_NOTHING, false);
    }

    private static String request(String to) {
        return "{\"service\":\"/admin/push\",\"request_id\":\"t\",\"values\":{\"target\":" + to + ",\"service\":\"bench\",\"values\":"
                + VALUES + "}}";
    }
}
