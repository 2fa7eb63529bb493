package io.campanile.integration;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.campanile.fixture.RunningGateway;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The history searched over REST (PROTOCOL 6; CAPABILITIES 2.23), on two nodes and after kill -9. */
@Tag("faults")
class SearchIT {

    private final List<String> said = new ArrayList<>();

    @TempDir
    Path directory;

    @Test
    void everyNodeFindsWhatWasSaidAlsoAfterACrash() throws Exception {
        try (RunningGateway first = RunningGateway.first(directory, Map.of());
             RunningGateway second = RunningGateway.second(directory, first)) {
            for (String user : List.of("ann", "ben")) {
                first.post("/api/v1/users", null, Map.of("username", user, "password", RunningGateway.PASSWORD));
            }
            String ann = first.post("/api/v1/sessions", null, Map.of("username", "ann", "password", RunningGateway.PASSWORD)).get("token").asText();
            for (int i = 0; i < 30; i++) {
                say(first, ann, "三号楼的机器人" + i + (i % 3 == 0 ? "发出告警，请处理" : "一切正常") + " Robot " + i);
            }

            agree(first, ann);
            agree(second, ann);
            second.kill();
            say(first, ann, "二号楼告警");
            first.kill();
            first.start();
            say(first, ann, "一号楼告警");
            agree(first, ann);
            second.start();
            agree(second, ann);
            assertThat(first.get("/api/v1/conversations/u:ann:ben/messages?q=%20", ann).statusCode()).isEqualTo(400);
        }
    }

    private void say(RunningGateway node, String token, String text) {
        assertThat(node.post("/api/v1/messages", token, Map.of("to", "ben", "type", "text", "content", text)).hasNonNull("msg_id")).isTrue();
        said.add(0, text);
        // A message is accepted first and stored then; the search is compared with what is stored
        Awaitility.await().untilAsserted(() -> assertThat(page(node, token, "").get(0)).isEqualTo(text));
    }

    private void agree(RunningGateway node, String token) {
        for (String text : List.of("告警", "正常", "三号", "obot 1", "ROBOT 29", "，请", "没有", "警")) {
            List<String> expected = said.stream().filter(one -> one.toLowerCase().contains(text.toLowerCase())).toList();
            assertThat(page(node, token, "&q=" + URLEncoder.encode(text, StandardCharsets.UTF_8))).as(text).isEqualTo(expected);
        }
    }

    private static List<String> page(RunningGateway node, String token, String query) {
        List<String> texts = new ArrayList<>();
        for (JsonNode message : node.read("/api/v1/conversations/u:ann:ben/messages?limit=200" + query, token).path("messages")) {
            texts.add(message.path("content").asText());
        }
        return texts;
    }
}
