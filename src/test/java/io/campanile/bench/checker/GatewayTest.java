package io.campanile.bench.checker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A client that sits out what a kill does to REST, and takes no error for an answer. */
class GatewayTest {

    private static final Map<Integer, String> BODIES = Map.of(200, "{\"token\":\"t\",\"secret\":\"rotated\"}",
            201, "{\"secret\":\"made\"}");

    private final List<String> requests = new ArrayList<>();
    private final Deque<Integer> answers = new ArrayDeque<>();
    private HttpServer server;

    @BeforeEach
    void start() throws Exception {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            requests.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
            int status = answers.isEmpty() ? 200 : answers.pop();
            byte[] body = BODIES.getOrDefault(status, "{\"msg\":\"no\"}").getBytes();
            exchange.sendResponseHeaders(status, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void aNodeThatIsGoneIsPassedOverForTheNext() throws Exception {
        ServerSocket gone = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        gone.close();

        gateway(URI.create("http://127.0.0.1:" + gone.getLocalPort()), address(server)).get("/api/v1/devices/d1");

        assertThat(requests).containsExactly("GET /api/v1/devices/d1");
    }

    @Test
    void whatIsAwayForAWhileIsAskedAgain() throws Exception {
        answers.addAll(List.of(503, 503, 200));

        gateway(address(server)).get("/api/v1/devices/d1");

        assertThat(requests).hasSize(3);
    }

    @Test
    void whatStaysAwayIsGivenUpInWords() {
        server.stop(0);

        assertThatThrownBy(() -> gateway(address(server)).get("/x"))
                .hasMessageContaining("stayed away for 1 s: GET http://127.0.0.1");
    }

    @Test
    void anExpiredTokenIsRenewedOnce() throws Exception {
        answers.addAll(List.of(401, 200, 200));
        gateway(address(server)).get("/x");

        assertThat(requests).containsExactly("GET /x", "POST /api/v1/sessions", "GET /x");

        answers.addAll(List.of(401, 200, 401));
        assertThatThrownBy(() -> gateway(address(server)).get("/x")).hasMessageContaining("was answered 401: no");
    }

    @Test
    void aDeviceWhoseRegistrationWentUnheardGetsANewSecret() throws Exception {
        answers.addAll(List.of(409, 200));

        assertThat(gateway(address(server)).register("d1", "retail")).isEqualTo("rotated");
        assertThat(requests).containsExactly("POST /api/v1/devices", "POST /api/v1/devices/d1/secret");
    }

    private static Gateway gateway(URI... nodes) {
        return new Gateway(List.of(nodes), "admin", "x", Duration.ofSeconds(1), HttpClient.newHttpClient());
    }

    private static URI address(HttpServer server) {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }
}
