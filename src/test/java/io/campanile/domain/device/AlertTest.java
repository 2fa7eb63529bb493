package io.campanile.domain.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.campanile.domain.CodedException;
import io.campanile.domain.device.Alert.State;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The table of an alert's life, cell by cell. */
class AlertTest {

    private static final Alert RAISED = Alert.raise("d1", "electricity", "r-1", 3, "low", 100, 1);

    @ParameterizedTest
    @CsvSource({"CHANGE,RAISED,RAISED", "CHANGE,ACKNOWLEDGED,ACKNOWLEDGED", "ACKNOWLEDGE,RAISED,ACKNOWLEDGED",
            "ACKNOWLEDGE,ACKNOWLEDGED,ACKNOWLEDGED", "CLEAR,RAISED,CLEARED", "CLEAR,ACKNOWLEDGED,CLEARED", "RETURN,CLEARED,RAISED"})
    void whatCanHappen(AlertEvent event, State from, State to) {
        assertThat(event.from(from)).isEqualTo(to);
    }

    @ParameterizedTest
    @CsvSource({"CHANGE,CLEARED,cleared cannot change", "ACKNOWLEDGE,CLEARED,cleared cannot be acknowledged",
            "CLEAR,CLEARED,cleared cannot be cleared", "RETURN,RAISED,raised cannot return", "RETURN,ACKNOWLEDGED,acknowledged cannot return"})
    void whatCannotIsRefusedByName(AlertEvent event, State from, String why) {
        assertThatThrownBy(() -> event.from(from)).isInstanceOfSatisfying(CodedException.class, e -> {
            assertThat(e.code().number()).isEqualTo(409);
            assertThat(e).hasMessage("an alert that is " + why);
        });
    }

    @Test
    void theFirstWhoAcknowledgesStays() {
        Alert first = RAISED.acknowledged("uwe");
        assertThat(first.acknowledged("eva")).isSameAs(first);
        assertThat(first.fields()).isEqualTo(Map.of("alert_id", RAISED.alertId(), "sn", "d1", "section", "electricity", "code", 3,
                "msg", "low", "state", "acknowledged", "raised_at", 100L, "acknowledged_by", "uwe"));
    }

    @Test
    void whatReturnsIsTheSameAlertAndStaysAcknowledged() {
        Alert cleared = RAISED.cleared(200, 2);
        assertThat(cleared.returned(3, "low", 3)).satisfies(alert -> {
            assertThat(alert.alertId()).isEqualTo(RAISED.alertId());
            assertThat(alert.state()).isEqualTo(State.RAISED);
            assertThat(alert.clearedAt()).isNull();
        });
        assertThat(RAISED.acknowledged("uwe").cleared(200, 2).returned(3, "low", 3).state()).isEqualTo(State.ACKNOWLEDGED);
    }

    @Test
    void changesOfASectionAreInOrder() {
        Alert acknowledged = RAISED.acknowledged("uwe");
        Alert cleared = acknowledged.cleared(200, 2);
        Alert next = Alert.raise("d1", "electricity", "r-9", 3, "low", 100, 3);
        assertThat(acknowledged.isLaterThan(RAISED)).isTrue();
        assertThat(cleared.isLaterThan(acknowledged)).isTrue();
        assertThat(next.isLaterThan(cleared)).isTrue();
        assertThat(cleared.isLaterThan(next)).isFalse();
        assertThat(next.isLaterThan(next)).isFalse();
    }
}
