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

/** Rooms and the search in the console, each person in a window of their own. */
@Tag("faults")
class ConsoleRoomsIT {

    @TempDir
    static Path directory;
    private static ConsoleChat chat;
    private static ConsolePage ann;
    private static ConsolePage ben;

    @BeforeAll
    static void start() {
        chat = new ConsoleChat(directory);
        chat.register("cai");
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
    void aLastingRoomFromTheFirstMemberToLeaving() throws IOException {
        ann.click("#to-a-room");
        ann.enter("#room-id", "lobby");
        ann.enter("#room-name", HOSTILE);
        ann.screenshot("room-door");
        ann.click("#make-room");
        ann.until(() -> ann.text(".chat h2").equals(HOSTILE) && ann.text("#room-members").equals("1 member"));
        ann.click("#room-members");
        ann.enter("#add-member", "ben");
        ann.press(Keys.ENTER);
        ann.until(() -> ann.all("[data-member=ben] .isOnline").size() == 1);
        ann.enter("#add-member", "nobody");
        ann.press(Keys.ENTER);
        ann.until(() -> ann.text(".members .failure b").startsWith("There is no user of this name."));
        ann.screenshot("room-members");

        say(ann, "Is the gate open?");
        ben.until(() -> ben.text("[data-conversation='r:lobby'] .count").contains("1") && ben.text("#to-messages .count").contains("1"));
        ben.click("[data-conversation='r:lobby'] a");
        ben.until(() -> ben.text(".message.others").startsWith("ann\nIs the gate open?"));
        ben.until(() -> ben.all("#to-messages .count").isEmpty());
        say(ben, "Yes");
        ann.until(() -> ann.text(".message.others").startsWith("ben\nYes"));
        ann.requireReadable("room, light");
        ann.screenshot("room");
        ann.click("#theme");
        ann.requireReadable("room, dark");
        ann.click("#theme");

        ben.click("#room-members");
        ben.until(() -> ben.all("[data-member]").size() == 2);
        assertThat(ben.all("#add-member")).as("only the owner adds").isEmpty();
        ben.click("#leave-room");
        ben.click("#agree");
        ben.until(() -> ben.text(".notices").contains("You have left"));
        say(ann, "Gone?");
        ann.until(() -> ann.texts(".message.own p").contains("Gone?"));
        enter(ben, "lobby");
        ben.until(() -> ben.text(".conversations .failure b").startsWith("Only its owner lets people in"));
        assertThat(ann.run("return window.entered ?? document.images.length")).isEqualTo(0L);
    }

    @Test
    void aRoomForTheMomentIsGoneWithTheLastInIt() {
        enter(ann, "corner");
        enter(ben, "corner");
        ann.until(() -> ann.text(".chat h2").equals("corner"));
        ben.until(() -> ben.text(".chat h2").equals("corner"));
        say(ann, "Psst");
        ben.until(() -> ben.texts(".message.others p").contains("Psst"));
        ben.click("#room-members");
        ben.until(() -> ben.text(".members").contains("nothing said here is kept"));
        ben.until(() -> ben.all("[data-member=ann] .isOnline").size() == 1);
        ben.screenshot("room-passing");
        ben.click("#leave-room");
        ben.click("#agree");
        ben.until(() -> ben.all("[data-conversation='r:corner']").isEmpty());
    }

    @Test
    void whatIsFoundIsShownWhereItWasSaidAndMarked() throws IOException {
        chat.write("cai", "ann", IntStream.rangeClosed(1, 120).mapToObj(i -> i == 30 ? "三号楼的机器人发出告警，请马上处理" : "number " + i).toList());
        ann.until(() -> ann.text("[data-conversation='u:ann:cai'] .last").equals("number 120"));
        ann.enter("#find-message", "告警");
        ann.press(Keys.ENTER);
        ann.until(() -> ann.texts(".hits mark").equals(List.of("告警")));
        ann.screenshot("search");
        ann.click("[data-hit='30']");
        ann.until(() -> ann.texts(".message.hit mark").equals(List.of("告警")));
        assertThat(ann.run("return document.activeElement.dataset.seq")).as("a screen reader reads it").isEqualTo("30");
        assertThat(ann.run("const hit = document.activeElement.getBoundingClientRect(), list = document.querySelector('.said').getBoundingClientRect();"
                + "return hit.top >= list.top && hit.bottom <= list.bottom")).as("in sight").isEqualTo(true);
        assertThat(ann.texts(".message p")).as("in its context").containsSubsequence("number 29", "三号楼的机器人发出告警，请马上处理", "number 31").doesNotContain("number 120");
        ann.requireReadable("found, light");
        ann.screenshot("search-hit");

        ann.click("#newer-messages");
        ann.until(() -> ann.texts(".message p").contains("number 80"));
        ann.click("#newer-messages");
        ann.until(() -> ann.texts(".message p").contains("number 120") && ann.all("#newer-messages").isEmpty());
        assertThat(ann.texts(".message p").stream().filter(text -> text.startsWith("number ")).distinct().count()).isEqualTo(ann.all(".message").size() - 1L);
        ann.click("#theme");
        ann.click("#language");
        ann.until(() -> ann.text("#to-messages span").equals("消息"));
        ann.requireReadable("found, Chinese, dark");
        ann.resize(400, 860);
        ann.requireReadable("found on a phone");
        ann.screenshot("search-phone-zh-dark");
        ann.resize(1440, 900);
        ann.click("#language");
        ann.click("#theme");
        ann.enter("#find-message", "nobody said so");
        ann.press(Keys.ENTER);
        ann.until(() -> ann.text(".result").startsWith("Nobody has said"));
        ann.press(Keys.ESCAPE);
        ann.until(() -> !ann.all("#write-to").isEmpty());
    }

    private static void enter(ConsolePage window, String room) {
        window.go("#/messages");
        window.until(() -> !window.all("#to-a-room").isEmpty());
        if (window.all("details[open] #room-id").isEmpty()) {
            window.click("#to-a-room");
        }
        window.enter("#room-id", room);
        window.press(Keys.ENTER);
    }
}
