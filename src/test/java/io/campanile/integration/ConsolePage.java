package io.campanile.integration;

import static org.assertj.core.api.Assertions.assertThat;

import io.campanile.fixture.Chromium;
import io.campanile.fixture.RunningGateway;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.openqa.selenium.By;
import org.openqa.selenium.Dimension;
import org.openqa.selenium.ElementClickInterceptedException;
import org.openqa.selenium.ElementNotInteractableException;
import org.openqa.selenium.Keys;
import org.openqa.selenium.NoSuchElementException;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.TimeoutException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.support.ui.WebDriverWait;

/** The console as a person sees it: what stands there, what can be pressed. */
final class ConsolePage implements AutoCloseable {

    private static final Path SCREENSHOTS = Path.of("target", "screenshots");

    private final ChromeDriver browser = Chromium.start();
    private final String address;
    private final WebDriverWait patience = new WebDriverWait(browser, Duration.ofSeconds(30), Duration.ofMillis(100));

    ConsolePage(RunningGateway gateway) {
        patience.ignoring(StaleElementReferenceException.class).ignoring(NoSuchElementException.class)
                .ignoring(ElementClickInterceptedException.class).ignoring(ElementNotInteractableException.class);
        address = gateway.http("/").toString();
    }

    /** As on first use: a window of the usual size, nobody signed in, nothing chosen. */
    void open() {
        resize(1440, 900);
        browser.get(address);
        run("sessionStorage.clear(); localStorage.clear()");
        browser.get(address);
    }

    void signIn(String user, String password) {
        until(() -> !all("#username").isEmpty());
        browser.findElement(By.id("username")).sendKeys(user);
        browser.findElement(By.id("password")).sendKeys(password);
        click("#sign-in");
    }

    /** And waits until the connection stands. */
    void signInAs(String user, String password) {
        signIn(user, password);
        until(() -> text("#connection").equals("Live"));
    }

    /** Simulated devices have no faults by chance then, which go away by themselves, but only the one that stays. */
    void leaveNothingToChance() {
        run("Math.random = () => 0.5");
    }

    List<WebElement> all(String selector) {
        return browser.findElements(By.cssSelector(selector));
    }

    /** What the first such element says; empty when there is none. */
    String text(String selector) {
        return all(selector).stream().findFirst().map(WebElement::getText).orElse("");
    }

    List<String> texts(String selector) {
        return all(selector).stream().map(WebElement::getText).toList();
    }

    /** Waits until it is there and presses it. */
    void click(String selector) {
        until(() -> {
            browser.findElement(By.cssSelector(selector)).click();
            return true;
        });
    }

    void enter(String selector, String text) {
        WebElement field = browser.findElement(By.cssSelector(selector));
        field.clear();
        field.sendKeys(text);
    }

    /** Presses a key where the focus is. */
    void press(Keys key) {
        browser.switchTo().activeElement().sendKeys(key);
    }

    /** What the page looks like when it never comes is kept as a screenshot. */
    void until(BooleanSupplier condition) {
        try {
            patience.until(driver -> condition.getAsBoolean());
        } catch (TimeoutException e) {
            screenshot("in-vain");
            throw e;
        }
    }

    Object run(String script, Object... arguments) {
        return browser.executeScript(script, arguments);
    }

    /** Runs a script that calls its last argument when it is done. */
    Object runLater(String script, Object... arguments) {
        return browser.executeAsyncScript(script, arguments);
    }

    /** Follows a link inside the console, such as {@code #/alerts}. */
    void go(String hash) {
        run("location.hash = arguments[0]", hash);
    }

    void resize(int width, int height) {
        browser.manage().window().setSize(new Dimension(width, height));
    }

    /** Every text stands out from what is behind it, as soon as nothing moves any more. */
    void requireReadable(String where) throws IOException {
        until(() -> (Boolean) run("return document.getAnimations().every(animation => animation.effect.getTiming().iterations === Infinity)"));
        try (InputStream script = ConsolePage.class.getResourceAsStream("/console/contrast.js")) {
            assertThat(run(new String(script.readAllBytes(), StandardCharsets.UTF_8))).as(where).isEqualTo(List.of());
        }
    }

    void screenshot(String name) {
        try {
            Files.createDirectories(SCREENSHOTS);
            Files.write(SCREENSHOTS.resolve("console-" + name + ".png"), browser.getScreenshotAs(OutputType.BYTES));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        browser.quit();
    }
}
