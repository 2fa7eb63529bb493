package io.campanile.integration;

import io.campanile.fixture.Chromium;
import io.campanile.fixture.RunningGateway;
import java.nio.file.Path;
import java.util.Map;
import org.openqa.selenium.Keys;

/** Ann and Ben at the messages of the console, each in a window of their own. Needs what {@link ConsoleIT} needs. */
final class ConsoleChat implements AutoCloseable {

    static final String HOSTILE = "<img src=x onerror=\"window.entered=true\">";

    final RunningGateway gateway;
    final ConsolePage ann;
    final ConsolePage ben;

    ConsoleChat(Path directory) {
        Chromium.require();
        gateway = RunningGateway.first(directory, Map.of());
        ann = window("ann");
        ben = window("ben");
    }

    private ConsolePage window(String user) {
        register(user);
        ConsolePage window = new ConsolePage(gateway);
        window.open();
        window.signInAs(user, RunningGateway.PASSWORD);
        window.go("#/messages");
        window.until(() -> !window.all("#write-to").isEmpty());
        return window;
    }

    void register(String user) {
        gateway.post("/api/v1/users", null, credentials(user));
    }

    /** Writes messages as a program does. */
    void write(String from, String to, Iterable<String> texts) {
        String token = gateway.post("/api/v1/sessions", null, credentials(from)).get("token").asText();
        texts.forEach(text -> gateway.post("/api/v1/messages", token, Map.of("to", to, "type", "text", "content", text)));
    }

    private static Map<String, String> credentials(String user) {
        return Map.of("username", user, "password", RunningGateway.PASSWORD);
    }

    /** Says it in the conversation that stands open. */
    static void say(ConsolePage window, String text) {
        window.until(() -> !window.all("#say").isEmpty());
        window.enter("#say", text);
        window.press(Keys.ENTER);
    }

    @Override
    public void close() {
        ann.close();
        ben.close();
        gateway.close();
    }
}
