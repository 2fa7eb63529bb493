package io.campanile.edge.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.campanile.domain.push.PushTarget;
import io.campanile.fixture.AsyncApiDocument;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What {@code /asyncapi.yaml} says of WebSocket is what the code does: no more, no less. */
class AsyncApiWebSocketTest {

    private static final Path SOURCES = Path.of("src/main/java/io/campanile");

    private final AsyncApiDocument document;

    AsyncApiWebSocketTest() throws IOException {
        document = AsyncApiDocument.shipped();
    }

    @Test
    void namesTheServicesOfTheCatalogue() throws IOException {
        assertThat(document.services("receive")).isNotEmpty()
                .isEqualTo(found("\"(/(?:api|admin)/[^\"]+)\"", Files.readString(SOURCES.resolve("edge/websocket/Catalogue.java"))));
    }

    @Test
    void saysWhatEveryServiceAnswers() {
        Set<String> answered = new TreeSet<>();
        document.root().path("operations").findValues("reply").stream()
                .flatMap(reply -> reply.path("messages").findParents("$ref").stream())
                .flatMap(message -> document.target(message).findValues("service").stream())
                .forEach(service -> {
                    service.path("enum").forEach(path -> answered.add(path.asText()));
                    answered.add(service.path("const").asText());
                });
        answered.remove("");

        assertThat(answered).isEqualTo(document.services("receive"));
    }

    @Test
    void namesThePushesThatTheCodeSends() throws IOException {
        try (Stream<Path> files = Files.walk(SOURCES)) {
            Set<String> sent = files.filter(file -> file.toString().endsWith(".java"))
                    .flatMap(file -> found("\"(/push/[^\"]+)\"", text(file)).stream())
                    .collect(Collectors.toCollection(TreeSet::new));

            assertThat(document.services("send")).isNotEmpty().isEqualTo(sent);
        }
    }

    @Test
    void namesTheServicesOfPushesThatNameNone() {
        JsonNode examples = document.root().at("/components/schemas/pushed/allOf/1/properties/service/examples");

        assertThat(examples).extracting(JsonNode::asText).containsExactlyInAnyOrderElementsOf(
                Arrays.stream(PushTarget.Kind.values()).map(PushTarget.Kind::defaultService).distinct().toList());
    }

    @Test
    void tellsTheCloseCodes() {
        assertThat(found("(?m)^\\| (\\d{4}) \\|", document.root().at("/channels/ws/description").asText()))
                .isEqualTo(Arrays.stream(CloseCode.values()).map(code -> String.valueOf(code.number())).collect(Collectors.toCollection(TreeSet::new)));
    }

    private static Set<String> found(String pattern, String text) {
        return Pattern.compile(pattern).matcher(text).results()
                .map((MatchResult result) -> result.group(1)).collect(Collectors.toCollection(TreeSet::new));
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
