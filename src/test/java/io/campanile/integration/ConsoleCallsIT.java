package io.campanile.integration;

import static org.assertj.core.api.Assertions.assertThat;

import io.campanile.fixture.Chromium;
import io.campanile.fixture.RunningGateway;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.Keys;

/** A door that is rung in one window, and rings in those of two residents. */
@Tag("faults")
class ConsoleCallsIT {

    private static final String PASSWORD = "a long enough password";

    @TempDir
    static Path directory;

    private static RunningGateway gateway;
    private static ConsolePage door;
    private static ConsolePage ann;
    private static ConsolePage bob;

    @BeforeAll
    static void start() {
        Chromium.require();
        gateway = RunningGateway.first(directory, Map.of("auth.registration", "open"));
        gateway.post("/api/v1/devices", gateway.token(), Map.of("sn", "door-1", "type", "retail", "name", "Front door"));
        for (String resident : List.of("ann", "bob")) {
            gateway.post("/api/v1/users", null, Map.of("username", resident, "password", PASSWORD));
        }
        gateway.put("/api/v1/households/101", gateway.token(), Map.of("devices", List.of("door-1"),
                "residents", List.of(Map.of("user_id", "ann"), Map.of("user_id", "bob"))));
        door = new ConsolePage(gateway);
        ann = new ConsolePage(gateway);
        bob = new ConsolePage(gateway);
    }

    @AfterAll
    static void stop() {
        for (ConsolePage page : new ConsolePage[] {door, ann, bob}) {
            if (page != null) {
                page.close();
            }
        }
        if (gateway != null) {
            gateway.close();
        }
    }

    @BeforeEach
    void open() {
        door.open();
        door.signInAs("admin", RunningGateway.PASSWORD);
        door.go("#/calls");
        ann.open();
        ann.signInAs("ann", PASSWORD);
        bob.open();
        bob.signInAs("bob", PASSWORD);
    }

    @Test
    void whoAnswersFirstTalksAndTheOtherPhoneFallsSilent() throws IOException {
        door.click("#ring");
        ann.until(() -> ann.text("dialog.incoming[open] h2").equals("Front door rings"));
        bob.until(() -> !bob.all("dialog.incoming[open] #answer").isEmpty());
        ann.until(() -> "running".equals(ann.run("return document.querySelector('dialog.incoming').dataset.tone")));
        door.until(() -> door.text(".call-bar").contains("ringing"));
        ann.requireReadable("incoming, light");
        ann.screenshot("call-incoming");
        door.screenshot("call-ringing");

        assertThat(ann.run("return document.activeElement.id")).as("who types meanwhile answers nothing").isEqualTo("who-rings");
        ann.press(Keys.TAB);
        ann.press(Keys.TAB);
        assertThat(ann.run("return document.activeElement.id")).isEqualTo("answer");
        ann.press(Keys.ENTER);

        ann.until(() -> ann.text(".call-bar .connected").endsWith("Hang up") && ann.text(".call-bar .connected").contains("connected"));
        bob.until(() -> bob.all("dialog.incoming[open]").isEmpty() && bob.text(".notices").contains("Answered elsewhere"));
        assertThat(bob.run("return document.querySelector('dialog.incoming').dataset.tone")).isEqualTo("");
        door.until(() -> door.text(".call-bar .connected").contains("connected with ann"));
        ann.click("#theme");
        ann.requireReadable("connected, dark");
        ann.screenshot("call-connected-dark");

        door.click(".hang-up");
        ann.until(() -> ann.all(".call-bar").isEmpty() && ann.text(".notices").contains("Hung up"));
        door.until(() -> door.texts(".timeline b").containsAll(List.of("Rang the bell", "Rings at", "Answered by", "Hung up by")));
        assertThat(door.text(".call-detail .status")).isEqualTo("Hung up");
        door.requireReadable("timeline, light");
        door.screenshot("call-timeline");
    }

    @Test
    void whenAllRejectItIsOver() throws IOException {
        door.click("#language");
        door.until(() -> door.text("#to-calls").equals("通话"));
        door.click("#ring");
        ann.click("#reject");
        ann.until(() -> ann.all("dialog.incoming[open]").isEmpty());
        bob.until(() -> !bob.all("dialog.incoming[open]").isEmpty());
        bob.press(Keys.ESCAPE);
        bob.until(() -> bob.run("return document.querySelector('dialog.incoming').dataset.tone").equals(""));
        assertThat(bob.all("dialog.incoming[open]")).as("Esc only silences").hasSize(1);
        bob.click("#reject");

        door.until(() -> door.text(".notices").contains("已拒绝") && door.all(".call-bar").isEmpty());
        door.until(() -> door.text(".call-detail .status").equals("已拒绝"));
        door.click("#theme");
        door.requireReadable("timeline, Chinese, dark");
        door.screenshot("call-rejected-zh-dark");
    }

    @Test
    void whoHangsUpTooEarlyIsNotAnsweredAnyMore() {
        door.click("#ring");
        ann.until(() -> !ann.all("dialog.incoming[open]").isEmpty());
        door.click(".hang-up");

        ann.until(() -> ann.all("dialog.incoming[open]").isEmpty() && ann.text(".notices").contains("Cancelled"));
        door.until(() -> door.text(".call-detail .status").equals("Cancelled"));
    }
}
