package io.campanile.integration;

import static org.assertj.core.api.Assertions.assertThat;

import io.campanile.fixture.Chromium;
import io.campanile.fixture.RunningGateway;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The console in a real browser, as somebody uses it for the first time.
 * Needs Debian's chromium and chromium-driver, or the properties chromium.path and chromedriver.path; skipped without them.
 */
class ConsoleIT {

    private static final String HOSTILE = "<img src=x onerror=\"window.entered=true\">";

    @TempDir
    static Path directory;

    private static RunningGateway gateway;
    private static ConsolePage console;

    @BeforeAll
    static void start() {
        Chromium.require();
        gateway = RunningGateway.first(directory, Map.of());
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
    void aWrongPasswordIsToldAndLetsNobodyIn() {
        console.signIn("admin", RunningGateway.PASSWORD + "x");

        console.until(() -> console.text("[role=alert]").equals("Wrong user name or password."));
        assertThat(console.all("#connection")).isEmpty();
    }

    @Test
    void theMapHasEveryDeviceInViewAtOnceWhenTheWindowChanges() {
        Object places = console.runLater("""
                import('/parts/map/camera.js').then(({ Camera }) => {
                  const devices = [{ x: -700, y: -400 }, { x: 700, y: -300 }, { x: -600, y: 450 }, { x: 500, y: 420 }], camera = new Camera();
                  camera.follow(devices, 400, 700, 16, false);
                  camera.follow(devices, 380, 250, 16, false);
                  arguments[0](devices.map(device => camera.toScreen(device)).filter(([x, y]) => x < 0 || x > 380 || y < 0 || y > 250).length);
                });
                """);

        assertThat(places).isEqualTo(0L);
    }

    @Test
    void fromSigningInToAnAcknowledgedAlertInUnderAMinute() throws IOException {
        gateway.post("/api/v1/devices", gateway.token(), Map.of("sn", "hostile", "type", "retail", "name", HOSTILE));
        Instant begin = Instant.now();
        console.signInAs("admin", RunningGateway.PASSWORD);
        console.leaveNothingToChance();
        startSimulatedDevices();
        console.screenshot("light");

        console.until(() -> !console.all(".notice.warning a").isEmpty());
        console.screenshot("walk-1-alert");
        console.click(".notice.warning a");
        console.until(() -> !console.all(".alert.raised").isEmpty());
        console.click("#send");
        console.until(() -> console.text(".commands .replied .reply").startsWith("Done"));
        console.run("document.querySelector('.reply').scrollIntoView({ block: 'center' })");
        console.screenshot("walk-2-reply");
        console.click(".alert.raised .acknowledge");
        console.until(() -> console.text(".alert.acknowledged").contains("acknowledged by admin"));
        assertThat(Duration.between(begin, Instant.now())).isLessThan(Duration.ofMinutes(1));
        console.screenshot("walk-3-acknowledged");

        inEveryLight();
        assertThat(console.run("return window.entered ?? document.images.length")).isEqualTo(0L);
        stopSimulatedDevices();
    }

    private void startSimulatedDevices() {
        console.enter("#simulated", "4");
        console.click("#simulate");
        console.until(() -> console.text("#progress").equals("4 of 4 connected"));
        console.until(() -> console.all("article.card[data-sn^=sim-] .isOnline").size() == 4);
        List<String> before = console.texts("article.card[data-sn^=sim-] .position");
        console.until(() -> {
            List<String> now = console.texts("article.card[data-sn^=sim-] .position");
            return now.size() == 4 && now.stream().noneMatch(before::contains);
        });
        assertThat(console.texts("article.card[data-sn=hostile] .cover")).containsExactly(HOSTILE);
    }

    private void inEveryLight() throws IOException {
        console.requireReadable("device, light");
        console.click("#theme");
        console.requireReadable("device, dark");
        console.screenshot("device-dark");
        console.go("#/devices");
        console.until(() -> console.all("article.card").size() == 5);
        console.requireReadable("board, dark");
        console.screenshot("dark");
        console.resize(400, 860);
        console.requireReadable("board on a phone");
        console.screenshot("phone");
        console.click("#theme");
        console.resize(2560, 1440);
        console.screenshot("wall");
        console.resize(1440, 900);
        console.click("#language");
        console.until(() -> console.text("#to-devices").equals("设备"));
        console.requireReadable("board, Chinese");
        console.screenshot("zh");
    }

    private void stopSimulatedDevices() {
        console.click("#stop");
        console.until(() -> console.all("article.card[data-sn^=sim-] .isOffline").size() == 4);
    }
}
