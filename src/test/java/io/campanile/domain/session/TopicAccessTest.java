package io.campanile.domain.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.campanile.fixture.PublicSurface;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** PROTOCOL 4: what the device {@code sn1} may do, and the user {@code alice} with the installation {@code phone}. */
class TopicAccessTest {

    private static final TopicAccess DEVICE = TopicAccess.ofDevice("sn1");
    private static final TopicAccess USER = TopicAccess.ofUser("alice", "phone");
    private static final List<String> LEVELS = List.of("users", "alice", "phone", "calls", "system", "tablet", "bob", "devices",
            "sn1", "messages", "send", "ack", "action", "+", "#", "$share", "g", "", ".", "..", "*", ">", "$SYS", "users/alice");

    @ParameterizedTest
    @ValueSource(strings = {"devices/sn1/report", "devices/sn1/status", "devices/sn1/commands/reply",
        "devices/sn1/calls/request", "devices/sn1/calls/action"})
    void publishesWhatADeviceHasToSay(String topic) {
        assertThat(DEVICE.mayPublish(topic)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"devices/sn2/report", "devices/sn1/commands", "devices/sn1/calls/control", "devices/sn1/pushes",
        "devices/sn1/report/", "devices/sn1/report/x", "devices/sn1//report", "devices/sn1/", "devices/sn1", "devices/sn11/report",
        "devices//report", "devices/sn1.report", "devices.sn1.report", "devices/sn1/report.x", "devices/sn1/report::queue",
        "Devices/sn1/report", "/devices/sn1/report", " devices/sn1/report", "devices/sn2/../sn1/report", "devices/*/report",
        "devices/>", "system/time", "broker/clients/sn1/presence", "$SYS/x", "$refused", "users/sn1/x", ""})
    void publishesNothingElse(String topic) {
        assertThat(DEVICE.mayPublish(topic)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "devices/sn1/commands, true",
        "devices/sn1/calls/control, true",
        "devices/sn1/pushes, true",
        "devices/sn1/#, true",
        "devices/sn1/+, true",
        "devices/sn1/+/control, true",
        // MQTT topics are no paths: this is a level named '..' below sn1
        "devices/sn1/../x, true",
        "devices/sn1//x, true",
        "devices/sn1/*, true",
        "system/#, true",
        "system/time, true",
        "system/+, true",
        "devices/sn2/commands, false",
        "devices/sn11/commands, false",
        "devices/sn/commands, false",
        "devices/+/report, false",
        "devices/#, false",
        "devices/+, false",
        "devices/*/report, false",
        "devices/>, false",
        "devices//commands, false",
        "devices/sn1, false",
        "devices/sn1/, false",
        "devices/sn1#, false",
        "+/sn1/report, false",
        "+/+/report, false",
        "+/#, false",
        "+, false",
        "'#', false",
        "/#, false",
        "/devices/sn1/commands, false",
        "$share/g/devices/sn1/commands, false",
        "$share/g/#, false",
        "$share/sn1/devices/sn1/commands, false",
        "$SYS/#, false",
        "$sys.mqtt.sessions, false",
        "system, false",
        "system/, false",
        "systems/x, false",
        "users/sn1/#, false",
        "broker/#, false",
        "devices.sn1.commands, false",
        "'', false"})
    void subscribesToItsOwnTreeAndTheSystem(String filter, boolean allowed) {
        assertThat(DEVICE.maySubscribe(filter)).isEqualTo(allowed);
    }

    @Test
    void whatAUserPublishesIsInTheWalkOfTheTableOfRights() {
        Set<String> walked = PublicSurface.mqttOfUsers().stream().map(row -> row.name().replace("{user}", "alice")).collect(Collectors.toSet());

        assertThat(((TopicAccess.Spelled) TopicAccess.ofUser("alice", "rights")).published()).isEqualTo(walked);
    }

    @ParameterizedTest
    @ValueSource(strings = {"users/alice/calls/action", "users/alice/phone/messages/send", "users/alice/phone/messages/ack"})
    void publishesWhatAUserHasToSay(String topic) {
        assertThat(USER.mayPublish(topic)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"users/alice/phone/messages", "users/alice/phone/replies", "users/alice/phone/pushes",
        "users/alice/calls/control", "users/alice/calls/incoming", "users/alice/tablet/messages/send", "users/bob/calls/action",
        "users/bob/phone/messages/send", "users/alice/phone/messages/send/", "users/alice/phone/messages/send/x",
        "users/alice/phone//messages/send", "/users/alice/calls/action", "users.alice.calls.action", "users/alice/calls/action.x",
        "devices/alice/report", "system/time", "broker/started", "$refused", "alice.phone", ""})
    void aUserPublishesNothingElse(String topic) {
        assertThat(USER.mayPublish(topic)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "users/alice/calls/incoming, true",
        "users/alice/calls/#, true",
        "users/alice/calls/+, true",
        "users/alice/phone/messages, true",
        "users/alice/phone/replies, true",
        "users/alice/phone/pushes, true",
        "users/alice/phone/#, true",
        "users/alice/phone/+/+, true",
        "system/#, true",
        "users/alice/#, false",
        "users/alice/+/messages, false",
        "users/alice/+/#, false",
        "users/alice/+, false",
        "users/alice/phone, false",
        "users/alice/phone/, false",
        "users/alice/phone#, false",
        "users/alice/tablet/messages, false",
        "users/alice/tablet/pushes, false",
        "users/alice/+/pushes, false",
        "users/alice/phone2/messages, false",
        "users/alice/calls, false",
        "users/alice2/phone/messages, false",
        "users/bob/calls/incoming, false",
        "users/+/calls/incoming, false",
        "users/#, false",
        "+/alice/phone/messages, false",
        "+/alice/calls/#, false",
        "'#', false",
        "$share/g/users/alice/phone/messages, false",
        "$share/users/alice/phone/messages, false",
        "devices/alice/commands, false",
        "devices/#, false",
        "broker/#, false",
        "$SYS/#, false",
        "/users/alice/phone/#, false"})
    void aUserSubscribesToTheirCallsAndTheirInstallation(String filter, boolean allowed) {
        assertThat(USER.maySubscribe(filter)).isEqualTo(allowed);
    }

    /** Whatever is allowed lets nothing of others through: tried with all topics of the same levels that it matches. */
    @Test
    void noFilterThatIsAllowedMatchesWhatIsSomebodyElses() {
        Random random = new Random(1);
        int allowed = 0;
        for (int i = 0; i < 300_000; i++) {
            String filter = random(random);
            String topic = random(random);
            boolean user = USER.maySubscribe(filter);
            boolean device = DEVICE.maySubscribe(filter);
            if ((user || device) && matches(filter, topic)) {
                allowed++;
                assertThat(user && !belongs(topic, "users/alice/calls", "users/alice/phone", "system")).as("%s %s", filter, topic).isFalse();
                assertThat(device && !belongs(topic, "devices/sn1", "system")).as("%s %s", filter, topic).isFalse();
            }
        }
        assertThat(allowed).as("filters that were allowed and matched").isGreaterThan(100);
    }

    /** A filter or topic of up to six levels; half of them begin as one's own do. */
    private static String random(Random random) {
        String begin = List.of("users/alice/phone/", "users/alice/calls/", "devices/sn1/", "system/", "users/alice/", "", "", "", "", "")
                .get(random.nextInt(10));
        return begin + random.ints(1 + random.nextInt(3), 0, LEVELS.size()).mapToObj(LEVELS::get).collect(Collectors.joining("/"));
    }

    /** MQTT 5, 4.7.1 */
    private static boolean matches(String filter, String topic) {
        String[] wanted = filter.split("/", -1);
        String[] levels = topic.split("/", -1);
        for (int i = 0; i < wanted.length; i++) {
            if (wanted[i].equals("#")) {
                return true;
            }
            if (i >= levels.length || !(wanted[i].equals("+") || wanted[i].equals(levels[i]))) {
                return false;
            }
        }
        return wanted.length == levels.length;
    }

    private static boolean belongs(String topic, String... trees) {
        return Arrays.stream(trees).anyMatch(tree -> topic.equals(tree) || topic.startsWith(tree + "/"));
    }
}
