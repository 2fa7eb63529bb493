package io.campanile.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.campanile.fixture.RunningGateway;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.logging.Level;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.By;
import org.openqa.selenium.Dimension;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;
import org.openqa.selenium.support.ui.WebDriverWait;

/**
 * The console in a real browser: sign in, start simulated devices, see them move.
 * Needs Debian's chromium and chromium-driver, or the properties chromium.path and chromedriver.path; skipped without them.
 */
class ConsoleIT {

    private static final Path CHROMIUM = Path.of(System.getProperty("chromium.path", "/usr/bin/chromium"));
    private static final Path DRIVER = Path.of(System.getProperty("chromedriver.path", "/usr/bin/chromedriver"));
    private static final Path SCREENSHOTS = Path.of("target", "screenshots");
    private static final By CARD = By.cssSelector("article.card");

    @TempDir
    static Path directory;

    private static RunningGateway gateway;
    private ChromeDriver browser;

    @BeforeAll
    static void start() {
        assumeTrue(Files.isExecutable(CHROMIUM), () -> "no Chromium at " + CHROMIUM + ": apt-get install chromium, or set chromium.path");
        assumeTrue(Files.isExecutable(DRIVER), () -> "no driver at " + DRIVER + ": apt-get install chromium-driver, or set chromedriver.path");
        gateway = RunningGateway.first(directory, Map.of());
    }

    @AfterAll
    static void stop() {
        if (gateway != null) {
            gateway.close();
        }
    }

    @BeforeEach
    void open() {
        var options = new ChromeOptions();
        options.setBinary(CHROMIUM.toFile());
        options.addArguments("--headless=new", "--no-sandbox", "--disable-dev-shm-usage", "--lang=en-US", "--window-size=1440,900");
        var console = new LoggingPreferences();
        console.enable(LogType.BROWSER, Level.SEVERE);
        options.setCapability("goog:loggingPrefs", console);
        // A named driver keeps Selenium from looking for one on the network.
        browser = new ChromeDriver(new ChromeDriverService.Builder().usingDriverExecutable(DRIVER.toFile()).build(), options);
    }

    @AfterEach
    void close() {
        if (browser != null) {
            browser.quit();
        }
    }

    @Test
    void aWrongPasswordIsToldAndLetsNobodyIn() {
        signIn(RunningGateway.PASSWORD + "x");

        until(() -> !browser.findElements(By.cssSelector("[role=alert]")).isEmpty());
        assertThat(text("[role=alert]")).isEqualTo("Wrong user name or password.");
        assertThat(browser.findElements(By.id("connection"))).isEmpty();
    }

    @Test
    void simulatedDevicesConnectOverMqttAndMoveOnTheBoard() throws IOException {
        signIn(RunningGateway.PASSWORD);
        until(() -> text("#connection").equals("Live"));
        screenshot("signed-in");

        var count = browser.findElement(By.id("simulated"));
        count.clear();
        count.sendKeys("4");
        browser.findElement(By.id("simulate")).click();
        until(() -> text("#progress").equals("4 of 4 connected"));
        until(() -> simulated().size() == 4 && simulated().stream().allMatch(card -> version(card) > 0));
        until(() -> simulated().stream().allMatch(card -> card.findElement(By.cssSelector(".presence")).getText().equals("online")));

        var before = positions();
        until(() -> {
            var now = positions();
            return now.size() == 4 && now.stream().noneMatch(before::contains);
        });
        screenshot("light");
        browser.manage().window().setSize(new Dimension(500, 900));
        screenshot("narrow");

        browser.findElement(By.id("stop")).click();
        until(() -> simulated().stream().allMatch(card -> card.findElement(By.cssSelector(".presence")).getText().equals("offline")));
        screenshot("stopped");
        assertThat(browser.manage().logs().get(LogType.BROWSER)).extracting(LogEntry::getMessage).isEmpty();
    }

    private void signIn(String password) {
        browser.get(gateway.http("/").toString());
        until(() -> !browser.findElements(By.id("username")).isEmpty());
        browser.findElement(By.id("username")).sendKeys("admin");
        browser.findElement(By.id("password")).sendKeys(password);
        browser.findElement(By.id("sign-in")).click();
    }

    private List<WebElement> simulated() {
        return browser.findElements(CARD).stream().filter(card -> card.getDomAttribute("data-sn").startsWith("sim-")).toList();
    }

    private List<String> positions() {
        return simulated().stream().map(card -> card.findElement(By.cssSelector(".position")).getText()).toList();
    }

    private static long version(WebElement card) {
        return Long.parseLong(card.getDomAttribute("data-version"));
    }

    private String text(String selector) {
        return browser.findElements(By.cssSelector(selector)).stream().findFirst().map(WebElement::getText).orElse("");
    }

    private void until(BooleanSupplier condition) {
        new WebDriverWait(browser, Duration.ofSeconds(30), Duration.ofMillis(100))
                .ignoring(StaleElementReferenceException.class)
                .until(driver -> condition.getAsBoolean());
    }

    private void screenshot(String name) throws IOException {
        Files.createDirectories(SCREENSHOTS);
        Files.write(SCREENSHOTS.resolve("console-" + name + ".png"), browser.getScreenshotAs(OutputType.BYTES));
    }
}
