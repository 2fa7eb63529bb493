package io.campanile.integration;

import static io.campanile.integration.ConsoleChat.HOSTILE;
import static io.campanile.integration.ConsoleChat.say;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.Keys;

/** Two people who chat in the console, each in a window of their own. Two browsers take their time. */
@Tag("faults")
class ConsoleMessagesIT {

    @TempDir
    static Path directory;
    private static ConsoleChat chat;
    private static ConsolePage ann;
    private static ConsolePage ben;

    @BeforeAll
    static void start() {
        chat = new ConsoleChat(directory);
        ann = chat.ann;
        ben = chat.ben;
    }

    @AfterAll
    static void stop() {
        if (chat != null) {
            chat.close();
        }
    }

    @Test
    void fromTheFirstWordToItsTrace() throws IOException {
        ann.go("#/messages");
        ann.until(() -> !ann.all("#write-to").isEmpty());
        ann.screenshot("messages-empty");
        ann.enter("#write-to", "ben");
        ann.press(Keys.ENTER);
        say(ann, "Is the kiosk at the gate open?");
        ann.until(() -> ann.all(".message.own.delivered").size() == 1);

        ben.until(() -> ben.text("#to-messages .count").contains("1"));
        ben.click("#to-messages");
        ben.click(".conversations .row a");
        ben.until(() -> ben.text(".message.others p").equals("Is the kiosk at the gate open?"));
        ann.until(() -> ann.all(".message.own.read").size() == 1);
        ben.until(() -> ben.all("#to-messages .count").isEmpty());
        say(ben, HOSTILE);
        ann.until(() -> ann.text(".message.others p").equals(HOSTILE));
        ben.until(() -> ben.all(".message.own.read").size() == 1);

        ann.click("#who-is-there");
        ann.until(() -> ann.all("[data-user=ben] .isOnline").size() == 1 && ann.all(".chat .isOnline").size() == 1);
        ann.click("#who-is-there");
        whatIsSaidWhileAwayComesOnceAndInOrder();
        olderMessagesAreOnePressAway();
        ann.click(".message.own:last-child footer button");
        ann.until(() -> !ann.text(".trace .verdict").isEmpty() && ann.all(".timeline li").size() > 2);
        inEveryLight();
        assertThat(ann.run("return window.entered ?? document.images.length")).isEqualTo(0L);
    }

    private static void whatIsSaidWhileAwayComesOnceAndInOrder() {
        away(ann);
        say(ann, "said while away 1");
        say(ann, "said while away 2");
        ann.until(() -> ann.all(".message.sending").size() == 2);
        say(ben, "meanwhile");
        ann.run("import('/state/connection.js').then(({ gateway }) => gateway.connect())");
        ben.until(() -> ben.texts(".message.others p").containsAll(List.of("said while away 1", "said while away 2")));
        assertThat(ben.texts(".message.others p")).containsExactly("Is the kiosk at the gate open?", "said while away 1", "said while away 2");
        ann.until(() -> ann.texts(".message.others p").equals(List.of(HOSTILE, "meanwhile")));
        ann.until(() -> ann.all(".message.own.read").size() == 3);
        assertThat(ann.all(".message.sending")).isEmpty();
    }

    private static void olderMessagesAreOnePressAway() {
        chat.write("ben", "ann", IntStream.rangeClosed(1, 60).mapToObj(i -> "number " + i).toList());
        ann.until(() -> ann.texts(".message.others p").contains("number 60"));
        ann.go("#/devices");
        ann.run("sessionStorage.getItem('campanile.session') && location.reload()");
        ann.until(() -> ann.text("#connection").equals("Live"));
        ann.go("#/messages/u%3Aann%3Aben");
        ann.until(() -> ann.all(".message").size() == 50);
        ann.run("document.querySelector('.said').scrollTop = 0");
        ann.click("#older-messages");
        ann.until(() -> ann.texts(".message p").contains("Is the kiosk at the gate open?"));
        say(ann, "that is all of it");
        ann.until(() -> ann.text(".message.own:last-child p").equals("that is all of it") && !ann.all(".message.own:last-child.read").isEmpty());
    }

    private static void inEveryLight() throws IOException {
        ann.requireReadable("messages, light");
        ann.screenshot("messages-light");
        ann.click("#theme");
        ann.requireReadable("messages, dark");
        ann.screenshot("messages-dark");
        ann.click("#language");
        ann.until(() -> ann.text("#to-messages span").equals("消息"));
        ann.requireReadable("messages, Chinese");
        ann.screenshot("messages-zh");
        ann.resize(400, 860);
        ann.requireReadable("messages on a phone");
        ann.screenshot("messages-phone");
    }

    private static void away(ConsolePage window) {
        window.run("import('/state/connection.js').then(({ gateway }) => gateway.close())");
        window.until(() -> !window.text("#connection").equals("Live"));
    }
}
