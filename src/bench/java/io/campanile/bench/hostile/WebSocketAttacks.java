package io.campanile.bench.hostile;

import static io.campanile.bench.hostile.Attack.alone;
import static io.campanile.bench.hostile.Attack.lasting;
import static io.campanile.bench.hostile.Attack.quick;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** What can be done to {@code /ws} without a token (PROTOCOL 5). */
final class WebSocketAttacks {

    private static final String HEARTBEAT = "{\"service\":\"/api/heartbeat\",\"request_id\":\"1\"}";
    private static final int MANY_CONNECTIONS = 5_000;
    private static final int CONNECTIONS_PER_ADDRESS = 1_000;
    private static final int FLOOD = 3_000;
    private static final int BURST = 200;
    private static final int CHUNK = 1 << 18;
    /** Chunks, far more than the socket buffers of this machine hold. */
    private static final int ENDLESS = 100;

    private WebSocketAttacks() {
    }

    static List<Attack> all() {
        return List.of(
                quick("malformed JSON", WebSocketAttacks::malformed),
                quick("wrong types", WebSocketAttacks::wrongTypes),
                quick("a frame of 1 MB", WebSocketAttacks::largeFrame),
                quick("a message of fragments without end", WebSocketAttacks::endlessMessage),
                quick("a frame that breaks RFC 6455", WebSocketAttacks::brokenFrame),
                quick("a flood of requests", WebSocketAttacks::requestFlood),
                quick("a flood of pings", WebSocketAttacks::pingFlood),
                quick("a flood of empty fragments", WebSocketAttacks::emptyFragments),
                quick("asking without a login", WebSocketAttacks::withoutLogin),
                quick("a stranger's device", WebSocketAttacks::strangersDevice),
                alone("a device token, replayed over WebSocket", WebSocketAttacks::replayed),
                quick("headers and query that name Camel's", WebSocketAttacks::injection),
                quick("a page of another origin", WebSocketAttacks::wrongOrigin),
                quick("10,000 connections from one address", WebSocketAttacks::manyConnections),
                lasting("never logging in", 11, WebSocketAttacks::neverLoggingIn),
                lasting("never reading", 20, WebSocketAttacks::neverReading));
    }

    private static void malformed(Target target, String from) throws IOException {
        try (RawSocket socket = RawSocket.open(target, from)) {
            for (String text : List.of("", "{", "nonsense", "[]", "null", "{\"a\":1,}", "[".repeat(60_000), "{\"a\":".repeat(10_000))) {
                socket.text(text);
                String answer = socket.answer();
                Unexpected.unless("the answer to " + shortened(text), true,
                        answer.contains("\"code\":400") && answer.contains("\"service\":null") && answer.contains("\"request_id\":null"));
            }
        }
    }

    private static void wrongTypes(Target target, String from) throws IOException {
        try (RawSocket socket = RawSocket.open(target, from)) {
            for (String text : List.of("{\"service\":5,\"request_id\":\"1\"}", "{\"service\":\"/api/heartbeat\",\"request_id\":{}}",
                    "{\"service\":\"/api/heartbeat\",\"request_id\":\"1\",\"values\":[]}",
                    "{\"service\":\"/api/user/login\",\"request_id\":\"1\",\"values\":{\"username\":{},\"password\":[]}}",
                    "{\"service\":\"/api/user/login\",\"request_id\":\"1\",\"values\":{\"token\":1}}")) {
                socket.text(text);
                Unexpected.unless("the answer to " + text, true, socket.answer().contains("\"code\":400"));
            }
        }
    }

    private static void largeFrame(Target target, String from) throws IOException {
        try (RawSocket socket = RawSocket.open(target, from)) {
            socket.frame(RawSocket.TEXT, true, new byte[1 << 20]);
            Unexpected.unless("the close code", 1009, socket.closeCode());
        }
    }

    private static void endlessMessage(Target target, String from) throws IOException {
        try (RawSocket socket = RawSocket.open(target, from)) {
            socket.frame(RawSocket.TEXT, false, " ".repeat(1024).getBytes(UTF_8));
            for (int i = 0; i < 64; i++) {
                socket.frame(RawSocket.CONTINUATION, false, " ".repeat(1024).getBytes(UTF_8));
            }
            Unexpected.unless("the close code", 1009, socket.closeCode());
        }
    }

    private static void brokenFrame(Target target, String from) throws IOException {
        try (RawSocket socket = RawSocket.open(target, from)) {
            socket.frame(11, true, new byte[10]);
            Unexpected.unless("the close code", 1002, socket.closeCode());
        }
        try (RawSocket socket = RawSocket.open(target, from)) {
            socket.frame(RawSocket.BINARY, false, new byte[10]);
            Unexpected.unless("the close code", 1003, socket.closeCode());
        }
        try (RawSocket socket = RawSocket.open(target, from)) {
            socket.frame(RawSocket.TEXT, false, new byte[] {(byte) 0xC0, (byte) 0x80});
            Unexpected.unless("the close code", 1007, socket.closeCode());
        }
    }

    private static void requestFlood(Target target, String from) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (int i = 0; i < FLOOD; i++) {
            all.writeBytes(RawSocket.encode(RawSocket.TEXT, true, HEARTBEAT.getBytes(UTF_8)));
        }
        try (RawSocket socket = RawSocket.open(target, from)) {
            long start = System.nanoTime();
            socket.write(all.toByteArray());
            int good = 0;
            for (int i = 0; i < FLOOD; i++) {
                String answer = socket.answer();
                boolean refused = answer.contains("\"code\":429") && answer.contains("\"retry_after_ms\":");
                if (!refused) {
                    Unexpected.unless("the code", true, answer.contains("\"code\":0"));
                    good++;
                }
            }
            long most = BURST + TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start) / 10 + 1;
            Unexpected.unless("between " + BURST + " and " + most + " of " + FLOOD + " answered", true, good >= BURST && good <= most);
        }
    }

    private static void pingFlood(Target target, String from) throws IOException {
        byte[] pings = chunk(RawSocket.PING, true, new byte[125]);
        try (RawSocket socket = new RawSocket(target, from)) {
            // Who comes back faster than those before have been let go is one too many in the end
            int status = socket.shake("/ws");
            if (status == 429) {
                return;
            }
            Unexpected.unless("the answer to the handshake", 101, status);
            socket.write(pings);
            RawSocket.Frame frame = socket.read();
            int answered = 0;
            while (frame.opcode() == RawSocket.PONG) {
                answered++;
                frame = socket.read();
            }
            Unexpected.unless("no more than " + BURST + " pings answered and then 1008, after " + answered, true,
                    answered < 2 * BURST && frame.opcode() == RawSocket.CLOSE && frame.closeCode() == 1008);
        }
    }

    /** Sends more than all buffers on the way can take, so that it ends up waiting when the gateway slows it down. */
    private static void emptyFragments(Target target, String from) throws Exception {
        byte[] fragments = chunk(RawSocket.CONTINUATION, false, new byte[0]);
        try (RawSocket socket = RawSocket.open(target, from)) {
            socket.frame(RawSocket.TEXT, false, "{".getBytes(UTF_8));
            int[] taken = new int[1];
            Thread writer = new Thread(() -> {
                try {
                    while (taken[0] < ENDLESS) {
                        socket.write(fragments);
                        taken[0]++;
                    }
                } catch (IOException e) {
                    // the end of the attempt
                }
            });
            writer.start();
            writer.join(1_000);
            boolean waits = writer.isAlive();
            socket.close();
            writer.join();
            Unexpected.unless("slowed down, after " + taken[0] + " chunks", true, waits);
        }
    }

    private static byte[] chunk(int opcode, boolean last, byte[] payload) {
        ByteArrayOutputStream frames = new ByteArrayOutputStream();
        while (frames.size() < CHUNK) {
            frames.writeBytes(RawSocket.encode(opcode, last, payload));
        }
        return frames.toByteArray();
    }

    private static void withoutLogin(Target target, String from) throws IOException {
        try (RawSocket socket = RawSocket.open(target, from)) {
            for (String values : List.of("{\"all\":true}", "{\"sns\":[\"" + target.sn() + "\"]}", "{\"type\":\"retail\"}")) {
                socket.text("{\"service\":\"/api/device/subscribe\",\"request_id\":\"1\",\"values\":" + values + "}");
                Unexpected.unless("the answer", true, socket.answer().contains("\"code\":401"));
            }
        }
    }

    private static void strangersDevice(Target target, String from) throws IOException {
        try (RawSocket socket = RawSocket.open(target, from, "Authorization: Bearer " + target.userToken())) {
            socket.text("{\"service\":\"/api/device/subscribe\",\"request_id\":\"1\",\"values\":{\"sns\":[\"" + target.sn() + "\"]}}");
            Unexpected.unless("the answer", true, socket.answer().contains("\"code\":403"));
            socket.text("{\"service\":\"/api/device/subscribe\",\"request_id\":\"2\",\"values\":{\"all\":true}}");
            Unexpected.unless("none of all devices", true, socket.answer().contains("\"count\":0"));
        }
    }

    private static void replayed(Target target, String from) throws IOException {
        long moment = DeviceTokens.moment();
        String login = "{\"service\":\"/api/device/login\",\"request_id\":\"1\",\"values\":{\"sn\":\"" + target.sn() + "\",\"timestamp\":"
                + moment + ",\"token\":\"" + DeviceTokens.token(target, moment) + "\"}}";
        try (RawSocket first = RawSocket.open(target, from); RawSocket second = RawSocket.open(target, from)) {
            first.text(login);
            Unexpected.unless("the first login", true, first.answer().contains("\"code\":0"));
            second.text(login);
            Unexpected.unless("the second", true, second.answer().contains("\"code\":401"));
        }
    }

    private static void injection(Target target, String from) throws IOException {
        String uri = "/ws?CamelVertxWebsocket.sendToAll=true&CamelVertxWebsocketSendToAll=true&CamelVertxWebsocket.connectionKey=x"
                + "&CamelHttpUri=http://127.0.0.1:1/&CamelFileName=x&attr.CamelHttpMethod=DELETE&connectionId=x";
        try (RawSocket other = RawSocket.open(target, from);
                RawSocket socket = RawSocket.open(uri, target, from, "CamelVertxWebsocket.sendToAll: true",
                        "CamelVertxWebsocketSendToAll: true", "CamelHttpResponseCode: 500")) {
            for (int i = 0; i < 20; i++) {
                socket.text("{\"service\":\"/api/heartbeat\",\"request_id\":\"mine\",\"CamelVertxWebsocket.sendToAll\":true,"
                        + "\"values\":{\"CamelVertxWebsocket.sendToAll\":true}}");
                Unexpected.unless("the answer", true, socket.answer().contains("\"request_id\":\"mine\""));
            }
            other.text(HEARTBEAT);
            Unexpected.unless("what another one gets first is his own", true, other.answer().contains("\"request_id\":\"1\""));
        }
    }

    private static void wrongOrigin(Target target, String from) throws IOException {
        for (String origin : List.of("https://evil.example", "null", "http://localhost.evil.example", "https://")) {
            try (RawSocket socket = RawSocket.open(target, from, "Origin: " + origin, "Authorization: Bearer " + target.token())) {
                Unexpected.unless("the close code for " + origin, 3003, socket.closeCode());
            }
        }
    }

    private static void manyConnections(Target target, String from) throws IOException {
        List<RawSocket> held = new ArrayList<>();
        int refused = 0;
        try {
            for (int i = 0; i < MANY_CONNECTIONS; i++) {
                RawSocket socket = new RawSocket(target, from);
                if (socket.shake("/ws") == 101) {
                    held.add(socket);
                } else {
                    refused++;
                    socket.abort();
                }
            }
        } finally {
            for (RawSocket socket : held) {
                socket.abort();
            }
        }
        Unexpected.unless("at most " + CONNECTIONS_PER_ADDRESS + " of " + MANY_CONNECTIONS + " let in, " + held.size() + " and "
                + refused + " refused", true, held.size() <= CONNECTIONS_PER_ADDRESS && held.size() + refused == MANY_CONNECTIONS);
    }

    private static void neverLoggingIn(Target target, String from) throws IOException {
        try (RawSocket socket = RawSocket.open(target, from)) {
            socket.text(HEARTBEAT);
            socket.answer();
            Unexpected.unless("the close code", 1008, socket.closeCode());
        }
    }

    /** Asks until nothing more goes through, and then waits for its connection to be dropped: a reader would see 1013. */
    private static void neverReading(Target target, String from) throws Exception {
        byte[] request = RawSocket.encode(RawSocket.TEXT, true,
                ("{\"service\":\"/api/nothing\",\"request_id\":\"" + "x".repeat(40_000) + "\"}").getBytes(UTF_8));
        try (RawSocket socket = RawSocket.open(target, from, "Authorization: Bearer " + target.token())) {
            Thread writer = new Thread(() -> {
                try {
                    while (true) {
                        socket.write(request);
                    }
                } catch (IOException e) {
                    // dropped
                }
            });
            writer.start();
            writer.join(TimeUnit.SECONDS.toMillis(45));
            boolean open = writer.isAlive();
            socket.close();
            writer.join();
            Unexpected.unless("still open", false, open);
        }
    }

    private static String shortened(String text) {
        return text.length() > 20 ? text.substring(0, 20) + "…" : text;
    }
}
