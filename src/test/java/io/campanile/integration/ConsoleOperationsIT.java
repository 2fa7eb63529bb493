package io.campanile.integration;

import static org.assertj.core.api.Assertions.assertThat;

import io.campanile.fixture.Chromium;
import io.campanile.fixture.MqttPeer;
import io.campanile.fixture.RunningGateway;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.Keys;

/** What operators do in the console when something went wrong, and what others see of it. */
@Tag("faults")
class ConsoleOperationsIT {

    private static final int TAB_STOPS = 60;

    @TempDir
    static Path directory;

    private static RunningGateway gateway;
    private static ConsolePage console;

    @BeforeAll
    static void start() {
        Chromium.require();
        gateway = RunningGateway.first(directory, Map.of("auth.registration", "open"));
        console = new ConsolePage(gateway);
    }

    @AfterAll
    static void stop() {
        if (console != null) {
            console.close();
            gateway.close();
        }
    }

    @BeforeEach
    void open() {
        console.open();
    }

    @Test
    void aDeadLetterIsRepairedAndSentAgainAndAnotherPutAway() throws MqttException {
        String secret = gateway.register(gateway.token(), "kiosk-1", "retail");
        try (MqttPeer kiosk = MqttPeer.connect(gateway.mqtt(), "kiosk-1", "kiosk-1", secret)) {
            kiosk.publish("devices/kiosk-1/report", "{\"report_id\":\"r-1\",\"ts\":\"yesterday\"}");
            kiosk.publish("devices/kiosk-1/report", "no JSON");
        }
        console.signInAs("admin", RunningGateway.PASSWORD);
        console.until(() -> {
            console.go("#/dead-letters");
            return console.all("[data-letter]").size() == 2 || reload();
        });
        console.screenshot("dead-letters");

        console.click("[data-letter]:nth-of-type(2) a");
        console.until(() -> console.text(".letter .cause").contains("ts: string found"));
        console.enter("#body", "{\"report_id\":\"r-1\",\"ts\":" + System.currentTimeMillis() + ",\"status\":7}");
        console.click("#replay");
        console.until(() -> console.text(".notices").contains("Sent back to device-report."));
        console.until(() -> gateway.read("/api/v1/devices/kiosk-1", gateway.token()).at("/state/status").asInt() == 7);

        console.click("[data-letter]:nth-of-type(1) a");
        console.click("#discard");
        console.until(() -> !console.text("dialog[open] h2").isEmpty());
        console.press(Keys.ESCAPE);
        console.until(() -> console.all("dialog[open]").isEmpty());
        assertThat(console.all("[data-letter]")).as("Esc discards nothing").hasSize(2);
        console.click("#discard");
        console.click("#agree");
        console.until(() -> console.all("[data-letter]").size() == 1);
    }

    private boolean reload() {
        console.run("location.reload()");
        return false;
    }

    @Test
    void aRefusedEditAndWhatACheckFindsAreShownAtTheirLine() throws IOException {
        console.signInAs("admin", RunningGateway.PASSWORD);
        gateway.edit("routes/device-watch.camel.yaml", "parameters:", "parmeters:");
        console.go("#/flows/device-watch");
        console.until(() -> console.text(".flow-detail .failure").matches("(?s)Edit refused at line \\d+.*parmeters.*"));
        assertThat(console.text(".flow-detail .status")).as("the version before the edit").isEqualTo("Running");
        console.screenshot("flows");

        String edited = Files.readString(Path.of("routes/device-watch.camel.yaml")).replace("steps:", "stpes:");
        int line = edited.substring(0, edited.indexOf("stpes:")).split("\n", -1).length;
        console.run("document.querySelector('#yaml').value = arguments[0]; document.querySelector('#yaml').dispatchEvent(new Event('input'))", edited);
        console.click("#check");
        console.until(() -> console.texts(".problems button").stream().anyMatch(problem -> problem.startsWith("Line " + line + "\n")));
        assertThat(console.texts(".gutter .wrong")).contains(String.valueOf(line));
        gateway.edit("routes/device-watch.camel.yaml", "parmeters:", "parameters:");
    }

    @Test
    void allOfItCanBeDoneWithoutAMouse() {
        console.signInAs("admin", RunningGateway.PASSWORD);
        console.leaveNothingToChance();
        console.until(() -> !console.all("#simulate").isEmpty());
        reach("#simulate");
        console.press(Keys.ENTER);
        console.until(() -> !console.all(".notice.warning a").isEmpty());
        reach(".notice.warning a");
        console.press(Keys.ENTER);
        console.until(() -> !console.all(".alert.raised").isEmpty());
        reach("#send");
        console.press(Keys.ENTER);
        console.until(() -> !console.all(".commands .replied").isEmpty());
        reach(".alert.raised .acknowledge");
        console.press(Keys.ENTER);
        console.until(() -> !console.all(".alert.acknowledged").isEmpty());
    }

    /** By the tab key, the focus visible at every stop. */
    private void reach(String selector) {
        for (int i = 0; i < TAB_STOPS; i++) {
            console.press(Keys.TAB);
            if ((Boolean) console.run("return document.activeElement.matches(arguments[0])", selector)) {
                assertThat(console.run("const style = getComputedStyle(document.activeElement), cover = getComputedStyle(document.activeElement, '::after');"
                        + "return [style.outlineStyle, cover.outlineStyle].includes('solid') || style.boxShadow !== 'none'")).as("focus on " + selector).isEqualTo(true);
                return;
            }
        }
        throw new AssertionError("not within " + TAB_STOPS + " tab stops: " + selector);
    }

    @Test
    void aUserSeesTheirHouseholdAndNothingThatTheyMayNotDo() {
        gateway.post("/api/v1/users", null, Map.of("username", "ursula", "password", "a long enough password"));
        console.signInAs("ursula", "a long enough password");

        console.until(() -> console.text(".empty h2").equals("No devices yet"));
        assertThat(console.texts(".views a span")).containsExactly("Devices", "Alerts", "Calls", "Messages");
        assertThat(console.all(".simulator")).isEmpty();
        console.go("#/dead-letters");
        console.until(() -> console.text(".empty h2").equals("No devices yet"));
        console.go("#/alerts");
        console.until(() -> console.text(".empty h2").equals("All is well"));
    }
}
