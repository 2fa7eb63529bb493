package io.campanile.edge.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import io.campanile.fixture.AsyncApiDocument;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** {@code /asyncapi.yaml} as a file; what it says of WebSocket and MQTT is held by the tests of these edges. */
class AsyncApiTest {

    @Test
    void isServedAsYaml() throws Exception {
        Vertx vertx = Vertx.vertx();
        try (EdgeServer server = new EdgeServer(vertx, new HttpSettings("127.0.0.1", 0, 65536, 66560, false, List.of(), List.of(), Optional.empty()),
                new HealthEndpoint(() -> true), Clock.systemUTC())) {
            server.listen();

            HttpResponse<byte[]> answer = send(server, "GET");
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.headers().firstValue("content-type")).hasValue("application/yaml");
            assertThat(answer.headers().firstValue("cache-control")).hasValue("public, max-age=300");
            assertThat(new String(answer.body(), StandardCharsets.UTF_8)).startsWith("asyncapi: 3.0.0");
            HttpResponse<byte[]> head = send(server, "HEAD");
            assertThat(head.statusCode()).isEqualTo(200);
            assertThat(head.headers().firstValueAsLong("content-length")).hasValue(answer.body().length);
            assertThat(head.body()).isEmpty();
            assertThat(send(server, "POST").headers().firstValue("allow")).hasValue("GET, HEAD");
        } finally {
            vertx.close().toCompletionStage().toCompletableFuture().join();
        }
    }

    /** The schema is that of the specification's authors. */
    @Test
    void isValidAsyncApi() throws IOException {
        assertThat(JsonSchemaFactory.getInstance(VersionFlag.V7).getSchema(resource("/asyncapi/3.0.0.json"))
                .validate(AsyncApiDocument.shipped().root())).isEmpty();
    }

    @Test
    void everyReferenceNamesSomething() throws IOException {
        AsyncApiDocument document = AsyncApiDocument.shipped();

        assertThat(document.root().findParents("$ref")).isNotEmpty().allSatisfy(document::target);
    }

    /** Where a client connects depends on where it is, so no host that we could name is right. */
    @Test
    void namesNoHost() throws IOException {
        assertThat(AsyncApiDocument.shipped().root().path("servers")).isNotEmpty()
                .allSatisfy(server -> assertThat(server.path("host").asText()).isEqualTo("{host}:{port}"));
    }

    private static JsonNode resource(String path) throws IOException {
        try (InputStream in = AsyncApiTest.class.getResourceAsStream(path)) {
            return new ObjectMapper().readTree(in);
        }
    }

    private static HttpResponse<byte[]> send(EdgeServer server, String method) throws IOException, InterruptedException {
        URI uri = URI.create("http://127.0.0.1:" + server.port() + "/asyncapi.yaml");
        return HttpClient.newHttpClient().send(HttpRequest.newBuilder(uri).method(method, BodyPublishers.noBody()).build(), BodyHandlers.ofByteArray());
    }
}
