package io.campanile.edge.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.campanile.settings.SettingException;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EdgeServerTest {

    private final Vertx vertx = Vertx.vertx();
    private final HttpClient client = HttpClient.newHttpClient();
    private final AtomicBoolean up = new AtomicBoolean(true);
    private EdgeServer server = server(0);

    @AfterEach
    void stop() {
        server.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void tellsItsHealth() throws Exception {
        server.listen();

        assertThat(get("/health").statusCode()).isEqualTo(200);
        assertThat(get("/health").body()).isEqualTo("{\"status\":\"UP\"}");
        HttpRequest head = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + "/health"))
                .method("HEAD", HttpRequest.BodyPublishers.noBody()).build();
        assertThat(client.send(head, HttpResponse.BodyHandlers.discarding()).statusCode()).isEqualTo(200);
        up.set(false);
        assertThat(get("/health").statusCode()).isEqualTo(503);
    }

    @Test
    void servesTheConsoleAndItsLibrariesWithoutTheirVersions() throws Exception {
        server.listen();

        HttpResponse<String> page = get("/served.html");
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.headers().firstValue("content-type")).hasValue("text/html;charset=UTF-8");
        assertThat(page.headers().firstValue("cache-control").orElse("")).doesNotContain("immutable");
        assertThat(page.body()).contains("Zürich");

        HttpResponse<String> vue = get("/webjars/vue/dist/vue.global.prod.js");
        assertThat(vue.statusCode()).isEqualTo(200);
        assertThat(vue.headers().firstValue("content-type").orElse("")).contains("javascript");
        assertThat(vue.body()).contains("createApp");
        assertThat(get("/webjars/picocss__pico/css/pico.min.css").headers().firstValue("content-type").orElse("")).contains("text/css");
        assertThat(get("/webjars/paho-mqtt/paho-mqtt-min.js").statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/application.properties", "/../application.properties", "/%2e%2e/application.properties",
        "/webjars/vue/../../../../application.properties", "/webjars/vue/..%2f..%2fMANIFEST.MF", "/io/campanile/settings/Settings.class"})
    void servesNothingElseFromTheClassPath(String path) throws Exception {
        server.listen();

        assertThat(get(path).statusCode()).isEqualTo(404);
    }

    @Test
    void saysWhatAPageMayDo() throws Exception {
        server.listen();

        String policy = get("/served.html").headers().firstValue("content-security-policy").orElseThrow();

        assertThat(policy).contains("script-src 'self' 'unsafe-eval';", "connect-src 'self' ws: wss:", "frame-ancestors 'none'")
                .doesNotContain("unsafe-inline");
        assertThat(get("/served.html").headers().firstValue("x-content-type-options")).hasValue("nosniff");
    }

    @Test
    void restRoutesLandOnItWhateverItsPort() throws Exception {
        restLandsOn(0);
    }

    @Test
    void restRoutesLandOnItOnAFixedPort() throws Exception {
        int free;
        try (ServerSocket socket = new ServerSocket(0)) {
            free = socket.getLocalPort();
        }
        restLandsOn(free);
    }

    private void restLandsOn(int port) throws Exception {
        server = server(port);
        try (CamelContext camel = new DefaultCamelContext()) {
            server.registerIn(camel);
            camel.addRoutes(new RouteBuilder() {
                @Override
                public void configure() {
                    rest("/api/v1").post("/echo/{word}").to("direct:echo");
                    from("direct:echo").setBody(simple("${header.word} ${body}"));
                }
            });
            camel.start();
            server.listen();

            assertThat(send("POST", "/api/v1/echo/hello", "world").body()).isEqualTo("hello world");
            assertThat(send("POST", "/api/v1/echo/large", "x".repeat(65536)).statusCode()).isEqualTo(200);
            assertThat(send("POST", "/api/v1/echo/larger", "x".repeat(80000)).statusCode()).isEqualTo(413);

            HttpResponse<String> wrongMethod = send("PUT", "/api/v1/echo/hello", "world");
            assertThat(wrongMethod.statusCode()).isEqualTo(405);
            assertThat(wrongMethod.headers().firstValue("allow")).hasValue("POST");
            assertThat(wrongMethod.body()).contains("\"code\":405", "\"msg\":", "\"server_time\":");

            HttpResponse<String> unknown = send("POST", "/api/v1/nothing", "");
            assertThat(unknown.statusCode()).isEqualTo(404);
            assertThat(unknown.body()).contains("\"code\":404");
            assertThat(unknown.headers().firstValue("content-type")).hasValue("application/json");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/health", "/served.html", "/webjars/vue/dist/vue.global.prod.js"})
    void saysWhatAPathTakesInstead(String path) throws Exception {
        server.listen();

        HttpResponse<String> answer = send("POST", path, "");

        assertThat(answer.statusCode()).isEqualTo(405);
        assertThat(answer.headers().firstValue("allow")).hasValue("GET, HEAD");
    }

    @Test
    void saysThatThePortIsInUse() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            server = server(taken.getLocalPort());

            assertThatThrownBy(server::listen).isInstanceOf(SettingException.class)
                    .hasMessage("port " + taken.getLocalPort() + " is in use: stop what listens there or set http.port");
        }
    }

    @Test
    void listensOnlyWhileTold() throws Exception {
        server.listen();
        int port = server.port();
        assertThat(get("/health").statusCode()).isEqualTo(200);

        server.close();

        assertThatThrownBy(() -> HttpClient.newHttpClient().send(HttpRequest.newBuilder(
                URI.create("http://127.0.0.1:" + port + "/health")).build(), BodyHandlers.discarding()))
                .isInstanceOf(ConnectException.class);
    }

    private EdgeServer server(int port) {
        return new EdgeServer(vertx, new HttpSettings("127.0.0.1", port, 65536, 66560, false, List.of(), List.of(), Optional.empty()),
                new HealthEndpoint(up::get), Clock.systemUTC());
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return send("GET", path, "");
    }

    private HttpResponse<String> send(String method, String path, String body) throws IOException, InterruptedException {
        URI uri = URI.create("http://127.0.0.1:" + server.port() + path);
        return client.send(HttpRequest.newBuilder(uri).method(method, BodyPublishers.ofString(body)).build(), BodyHandlers.ofString());
    }
}
