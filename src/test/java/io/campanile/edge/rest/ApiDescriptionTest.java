package io.campanile.edge.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.campanile.edge.http.EdgeServer;
import io.campanile.edge.http.HealthEndpoint;
import io.campanile.edge.http.HttpSettings;
import io.campanile.fixture.PublicSurface;
import io.campanile.ops.metrics.Metrics;
import io.vertx.core.Vertx;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;

/** What {@code /openapi.json} tells of the routes. */
class ApiDescriptionTest {

    /** A body of an operation that does not exist, or one that nobody described. */
    @Test
    void theBodiesAreThoseOfTheOperationsThatTakeOne() throws Exception {
        Set<String> described = new TreeSet<>();
        RestBodies.read().getPaths().forEach((path, item) -> item.readOperationsMap().forEach((method, operation) -> {
            if (operation.getRequestBody() != null) {
                described.add(method + " " + generic(path));
            }
        }));
        Set<String> withBody = PublicSurface.rest().stream().filter(row -> !row.body().isEmpty())
                .map(row -> row.request().split("[?]")[0]).map(ApiDescriptionTest::generic).collect(Collectors.toCollection(TreeSet::new));

        assertThat(described).containsAll(withBody);
        assertThat(described).isSubsetOf(PublicSurface.rest().stream().map(row -> generic(row.request().split("[?]")[0])).toList());
    }

    /** With {@code *} for what differs from call to call. */
    private static String generic(String path) {
        return path.replaceAll("\\{[a-z_]+}", "*").replaceAll("/(none|1)(?=/|$)", "/*");
    }

    @Test
    void describesTheRoutesAndNamesNoServer() throws Exception {
        Vertx vertx = Vertx.vertx();
        try (DefaultCamelContext camel = new DefaultCamelContext();
                EdgeServer server = new EdgeServer(vertx, new HttpSettings("127.0.0.1", 0, 65536, 66560, false, List.of(), List.of(), Optional.empty()),
                        new HealthEndpoint(() -> true), Clock.systemUTC())) {
            server.registerIn(camel);
            camel.addRoutes(new SessionRoutes(null, new RestAnswers(Clock.systemUTC(), new Metrics(Clock.systemUTC()).requests("http"))));
            ApiDescription.addTo(server.router(), camel);
            server.listen();

            HttpResponse<String> answer = HttpClient.newHttpClient().send(
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + "/openapi.json")).build(), BodyHandlers.ofString());

            assertThat(answer.headers().firstValue("content-type")).hasValue("application/json");
            JsonNode api = new ObjectMapper().readTree(answer.body());
            assertThat(api.path("openapi").asText()).startsWith("3.1");
            assertThat(api.path("info").path("title").asText()).isEqualTo("Campanile");
            assertThat(api.has("servers")).isFalse();
            assertThat(api.path("paths").path("/api/v1/sessions").path("post").path("summary").asText()).isEqualTo("Sign in");
            assertThat(api.path("paths").path("/api/v1/sessions/current").has("delete")).isTrue();
            JsonNode signIn = api.path("paths").path("/api/v1/sessions").path("post");
            assertThat(signIn.has("security")).as("anybody may sign in").isFalse();
            JsonNode signOut = api.path("paths").path("/api/v1/sessions/current").path("delete");
            assertThat(signOut.at("/security/0").fieldNames()).toIterable().containsExactly("bearer");
            assertThat(api.at("/components/securitySchemes/bearer/bearerFormat").asText()).isEqualTo("JWT");
            assertThat(signIn.path("responses").fieldNames()).toIterable().containsExactly("200", "default");
            assertThat(signOut.path("responses").fieldNames()).toIterable().containsExactly("204", "default");
            JsonNode asked = signIn.at("/requestBody/content/application~1json/schema/$ref");
            assertThat(api.at(asked.asText().substring(1)).at("/properties/password/type").asText()).isEqualTo("string");
            JsonNode answered = signIn.at("/responses/200/content/application~1json/schema/$ref");
            assertThat(api.at(answered.asText().substring(1)).at("/properties/expires_at/$ref").asText()).isEqualTo("#/components/schemas/time");
            assertThat(api.at("/components/schemas/time/type").asText()).isEqualTo("integer");
            JsonNode error = api.at(signOut.at("/responses/default/$ref").asText().substring(1));
            assertThat(error.at("/content/application~1json/schema/properties").fieldNames()).toIterable()
                    .containsExactlyInAnyOrder("code", "msg", "values", "server_time");
            assertThat(error.at("/content/application~1json/schema/properties/code/type").asText()).isEqualTo("integer");
            assertThat(api.path("paths").findValues("responses")).isNotEmpty()
                    .allSatisfy(responses -> assertThat(responses).allSatisfy(
                            response -> assertThat(response.has("description") || response.has("$ref")).isTrue()));
            assertThat(answer.body()).doesNotContain("x-camel");
        } finally {
            vertx.close().toCompletionStage().toCompletableFuture().join();
        }
    }
}
