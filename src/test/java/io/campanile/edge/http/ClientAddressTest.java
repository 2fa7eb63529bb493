package io.campanile.edge.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.campanile.settings.SettingException;
import io.vertx.core.Vertx;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whom a request is said to come from, asked of a real server by a client on the loopback. */
class ClientAddressTest {

    private final Vertx vertx = Vertx.vertx();
    private EdgeServer server;

    @AfterEach
    void stop() {
        if (server != null) {
            server.close();
        }
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void believesNobodyByDefault() throws Exception {
        listen();

        assertThat(address("X-Forwarded-For", "203.0.113.7", "X-Real-IP", "203.0.113.7")).isEqualTo("127.0.0.1");
    }

    @Test
    void believesNobodyWhoIsNoTrustedProxy() throws Exception {
        listen("10.0.0.0/8");

        assertThat(address("X-Forwarded-For", "203.0.113.7")).isEqualTo("127.0.0.1");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "203.0.113.7                       | 203.0.113.7",
        "203.0.113.7, 10.1.2.3             | 203.0.113.7",
        "198.51.100.9, 203.0.113.7         | 203.0.113.7",
        "127.0.0.1, 203.0.113.7, 10.1.2.3  | 203.0.113.7",
        "2001:db8::7                       | 2001:db8:0:0:0:0:0:7",
        "10.1.2.3                          | 10.1.2.3",
        "203.0.113.7, unknown              | 127.0.0.1",
        "localhost                         | 127.0.0.1"})
    void takesTheLastAddressThatIsNoProxys(String forwardedFor, String client) throws Exception {
        listen("127.0.0.1", "10.0.0.0/8");

        assertThat(address("X-Forwarded-For", forwardedFor)).isEqualTo(client);
    }

    @Test
    void takesTheRealIpWhereThereIsNoForwardedFor() throws Exception {
        listen("127.0.0.0/8");

        assertThat(address("X-Real-IP", "203.0.113.7")).isEqualTo("203.0.113.7");
        assertThat(address("X-Real-IP", "nonsense")).isEqualTo("127.0.0.1");
        assertThat(address("X-Real-IP", "203.0.113.7", "X-Forwarded-For", "198.51.100.9")).isEqualTo("198.51.100.9");
    }

    @ParameterizedTest
    @ValueSource(strings = {"proxy.example.com", "10.0.0.0/33", "10.0.0.0/x", "300.0.0.1"})
    void doesNotStartWithWhatIsNoAddress(String proxy) {
        assertThatThrownBy(() -> listen(proxy)).isInstanceOf(SettingException.class).hasMessage("http.trusted-proxies has '" + proxy
                + "': set it to addresses such as 10.0.0.1 or blocks such as 10.0.0.0/8");
    }

    private void listen(String... proxies) {
        server = new EdgeServer(vertx, new HttpSettings("127.0.0.1", 0, 65536, 66560, false, List.of(), Arrays.asList(proxies), Optional.empty()),
                new HealthEndpoint(() -> true), Clock.systemUTC());
        server.router().get("/address").handler(request -> request.end(request.request().remoteAddress().hostAddress()));
        server.listen();
    }

    private String address(String... headers) throws Exception {
        URI uri = URI.create("http://127.0.0.1:" + server.port() + "/address");
        return HttpClient.newHttpClient().send(HttpRequest.newBuilder(uri).headers(headers).build(), BodyHandlers.ofString()).body();
    }
}
