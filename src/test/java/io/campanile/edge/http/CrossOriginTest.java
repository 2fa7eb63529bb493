package io.campanile.edge.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Which pages may use the REST API, asked as a browser does (Fetch standard, CORS). */
class CrossOriginTest {

    private final Vertx vertx = Vertx.vertx();
    private EdgeServer server;

    @AfterEach
    void stop() {
        server.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void tellsBrowsersThatAListedPageMay() throws Exception {
        listen("https://console.example.com", "https://other.example.com");

        assertThat(ask("OPTIONS", "https://console.example.com", "Access-Control-Request-Method: PUT"))
                .startsWith("HTTP/1.1 204")
                .contains("access-control-allow-origin: https://console.example.com")
                .containsPattern("access-control-allow-methods: .*PUT")
                .containsPattern("access-control-allow-headers: .*Authorization");
        assertThat(ask("GET", "https://other.example.com", "Accept: */*"))
                .startsWith("HTTP/1.1 200").contains("access-control-allow-origin: https://other.example.com");
    }

    @Test
    void refusesAPageThatIsNotListed() throws Exception {
        listen("https://console.example.com");

        assertThat(ask("GET", "https://evil.example.com", "Accept: */*"))
                .startsWith("HTTP/1.1 403").contains("\"code\":403").doesNotContain("access-control-allow-origin");
    }

    @Test
    void letsOurOwnPagesAndProgramsIn() throws Exception {
        listen("https://console.example.com");

        assertThat(ask("GET", "http://127.0.0.1:" + server.port(), "Accept: */*")).startsWith("HTTP/1.1 200");
        assertThat(ask("GET", null, "Accept: */*")).startsWith("HTTP/1.1 200");
    }

    @Test
    void tellsBrowsersNothingWhereNothingIsListed() throws Exception {
        listen();

        assertThat(ask("GET", "https://evil.example.com", "Accept: */*")).doesNotContain("access-control-allow");
    }

    @Test
    void letsAnyPageInWhenToldSo() throws Exception {
        listen("*");

        assertThat(ask("GET", "https://anybody.example.com", "Accept: */*")).contains("access-control-allow-origin: *");
    }

    private void listen(String... origins) {
        server = new EdgeServer(vertx, new HttpSettings("127.0.0.1", 0, 65536, 66560, false, Arrays.asList(origins), List.of(), Optional.empty()),
                new HealthEndpoint(() -> true), Clock.systemUTC());
        server.router().get("/api/v1/hello").handler(request -> request.end("hello"));
        server.listen();
    }

    private String ask(String method, String origin, String header) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", server.port())) {
            socket.getOutputStream().write((method + " /api/v1/hello HTTP/1.1\r\nHost: 127.0.0.1:" + server.port() + "\r\nConnection: close\r\n"
                    + (origin == null ? "" : "Origin: " + origin + "\r\n") + header + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
