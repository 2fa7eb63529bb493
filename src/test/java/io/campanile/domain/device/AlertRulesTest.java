package io.campanile.domain.device;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A code that leaves 0 raises an alert, its return to 0 clears it, and only the type's own sections count. */
class AlertRulesTest {

    private static final DeviceType TYPE = new DeviceType("rubbish", Set.of("electricity"));

    @Test
    void aCodeThatLeavesZeroRaises() {
        assertThat(changes(0, 5, null)).singleElement().satisfies(alert -> {
            assertThat(alert.state()).isEqualTo(Alert.State.RAISED);
            assertThat(alert.section()).isEqualTo("electricity");
            assertThat(alert.code()).isEqualTo(5);
            assertThat(alert.msg()).isEqualTo("m5");
            assertThat(alert.raisedAt()).isEqualTo(200);
        });
    }

    @Test
    void raisingItAgainFromTheSameReportGivesTheSameAlert() {
        assertThat(changes(0, 5, null)).isEqualTo(changes(0, 5, null));
    }

    @Test
    void itsReturnToZeroClears() {
        Alert open = changes(0, 5, null).get(0);
        assertThat(changes(5, 0, open)).singleElement().satisfies(alert -> {
            assertThat(alert.alertId()).isEqualTo(open.alertId());
            assertThat(alert.state()).isEqualTo(Alert.State.CLEARED);
            assertThat(alert.clearedAt()).isEqualTo(200);
        });
    }

    @Test
    void anotherCodeChangesTheOpenAlert() {
        Alert open = changes(0, 5, null).get(0);
        assertThat(changes(5, 6, open)).singleElement().satisfies(alert -> {
            assertThat(alert.alertId()).isEqualTo(open.alertId());
            assertThat(alert.code()).isEqualTo(6);
        });
    }

    @Test
    void theSameCodeAgainChangesNothing() {
        assertThat(changes(5, 5, null)).isEmpty();
    }

    @Test
    void aSectionThatIsNotAnAlertSectionOfTheTypeRaisesNothing() {
        DeviceType without = new DeviceType("retail", Set.of("location"));
        assertThat(AlertRules.changes(state(100, 0), state(200, 5), without, "r", section -> Optional.empty())).isEmpty();
    }

    private static List<Alert> changes(int before, int after, Alert open) {
        return AlertRules.changes(state(100, before), state(200, after), TYPE, "r-1", section -> Optional.ofNullable(open));
    }

    private static DeviceState state(long at, int code) {
        return new DeviceState("d1", "rubbish", Map.of("electricity", Map.of("code", code, "msg", "m" + code)), at, at, at);
    }
}
