package io.campanile.domain.session;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** PROTOCOL 4: what the device {@code sn1} may do. */
class TopicAccessTest {

    @ParameterizedTest
    @ValueSource(strings = {"devices/sn1/report", "devices/sn1/status", "devices/sn1/commands/reply",
        "devices/sn1/calls/request", "devices/sn1/calls/action"})
    void publishesWhatADeviceHasToSay(String topic) {
        assertThat(TopicAccess.deviceMayPublish("sn1", topic)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"devices/sn2/report", "devices/sn1/commands", "devices/sn1/calls/control", "devices/sn1/pushes",
        "devices/sn1/report/", "devices/sn1/report/x", "devices/sn1//report", "devices/sn1/", "devices/sn1", "devices/sn11/report",
        "devices//report", "devices/sn1.report", "devices.sn1.report", "devices/sn1/report.x", "devices/sn1/report::queue",
        "Devices/sn1/report", "/devices/sn1/report", " devices/sn1/report", "devices/sn2/../sn1/report", "devices/*/report",
        "devices/>", "system/time", "broker/clients/sn1/presence", "$SYS/x", "$refused", "users/sn1/x", ""})
    void publishesNothingElse(String topic) {
        assertThat(TopicAccess.deviceMayPublish("sn1", topic)).isFalse();
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
        assertThat(TopicAccess.deviceMaySubscribe("sn1", filter)).isEqualTo(allowed);
    }
}
