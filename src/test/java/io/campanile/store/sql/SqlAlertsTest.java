package io.campanile.store.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.campanile.domain.CodedException;
import io.campanile.domain.device.Alert;
import io.campanile.domain.device.Alert.State;
import io.campanile.domain.device.AlertEscalation;
import io.campanile.domain.device.AlertQuery;
import io.campanile.domain.device.Device;
import io.campanile.domain.device.DeviceTypes;
import io.campanile.domain.device.Report;
import io.campanile.domain.due.Due;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Alerts as people find them, and what a person's acknowledgement does beside a device that goes on reporting. */
class SqlAlertsTest {

    @RegisterExtension
    static final DatabaseFixture DATABASE = new DatabaseFixture();
    private static final AlertQuery ALL = new AlertQuery(null, null, null);

    private SqlDeviceStates states;
    private SqlAlerts alerts;
    private SqlDueRecords due;

    @BeforeEach
    void registerDevices() {
        Properties settings = new Properties();
        settings.setProperty("device.type.rubbish", "electricity,location");
        states = new SqlDeviceStates(DATABASE.dataSource(), new DeviceTypes(settings));
        alerts = new SqlAlerts(DATABASE.dataSource(), Clock.systemUTC());
        due = new SqlDueRecords(DATABASE.dataSource(), Clock.systemUTC());
        SqlDeviceRegistry registry = new SqlDeviceRegistry(DATABASE.dataSource(), Clock.systemUTC());
        registry.register(new Device("d1", "rubbish", null), "s");
        registry.register(new Device("d2", "rubbish", null), "s");
    }

    @Test
    void areListedNewestFirstByDeviceStateAndPage() {
        report("d1", "a", 1, 5);
        report("d1", "b", 2, 0);
        report("d1", "c", 3, 6);
        report("d2", "a", 4, 7);

        assertThat(alerts.page(ALL, null, null, 10)).extracting(Alert::code).containsExactly(7, 6, 5);
        assertThat(alerts.page(new AlertQuery("d1", null, null), null, null, 10)).extracting(Alert::code).containsExactly(6, 5);
        assertThat(alerts.page(new AlertQuery(null, State.CLEARED, null), null, null, 10)).extracting(Alert::code).containsExactly(5);
        assertThat(alerts.page(new AlertQuery(null, null, "nobody"), null, null, 10)).isEmpty();
        List<Alert> newest = alerts.page(ALL, null, null, 1);
        assertThat(alerts.page(ALL, newest.get(0).alertId(), null, 1)).extracting(Alert::code).containsExactly(6);
        String oldest = alerts.page(new AlertQuery(null, State.CLEARED, null), null, null, 1).get(0).alertId();
        assertThat(alerts.page(ALL, null, oldest, 10)).extracting(Alert::code).containsExactly(6, 7);
        assertThatThrownBy(() -> alerts.page(ALL, "none", null, 1)).isInstanceOf(CodedException.class).hasMessage("before: no such alert");
        assertThat(alerts.open()).isEqualTo(2);
    }

    @Test
    void theFirstAcknowledgementCountsAndEndsTheEscalation() {
        String id = raise();
        assertThat(escalations()).singleElement().extracting(Due::subject, Due::step).containsExactly(id, AlertEscalation.BEGIN);

        assertThat(alerts.acknowledge(id, "uwe").type()).isEqualTo("rubbish");
        assertThat(alerts.acknowledge(id, "eva").alert()).satisfies(alert -> {
            assertThat(alert.state()).isEqualTo(State.ACKNOWLEDGED);
            assertThat(alert.acknowledgedBy()).isEqualTo("uwe");
        });
        assertThat(count("due")).isZero();
        assertThatThrownBy(() -> alerts.acknowledge("none", "uwe")).hasMessage("no such alert: none");
    }

    @Test
    void anAcknowledgedAlertStaysSoWithAnotherCodeAndIsClearedWithItsName() {
        String id = raise();
        alerts.acknowledge(id, "uwe");
        report("d1", "b", 2, 6);
        assertThat(alerts.find(id).orElseThrow().alert()).satisfies(alert -> {
            assertThat(alert.state()).isEqualTo(State.ACKNOWLEDGED);
            assertThat(alert.code()).isEqualTo(6);
        });
        report("d1", "c", 3, 0);
        assertThat(alerts.find(id).orElseThrow().alert()).satisfies(alert -> {
            assertThat(alert.state()).isEqualTo(State.CLEARED);
            assertThat(alert.acknowledgedBy()).isEqualTo("uwe");
        });
        assertThatThrownBy(() -> alerts.acknowledge(id, "uwe")).hasMessage("an alert that is cleared cannot be acknowledged");
    }

    @Test
    void anAlertThatIsOverIsNotEscalated() {
        raise();
        report("d1", "b", 2, 0);
        assertThat(count("due")).isZero();
        states.merge(List.of(reported("d2", "a", 1, 5), reported("d2", "b", 2, 0)));
        assertThat(count("due")).isZero();
    }

    @Test
    void peopleAndDevicesThatMeetAtAnAlertLoseNothing() {
        List<String> ids = IntStream.range(0, 40).mapToObj(round -> {
            report("d1", "up" + round, 2 * round + 1, 5);
            String id = alerts.page(new AlertQuery("d1", State.RAISED, null), null, null, 1).get(0).alertId();
            Thread person = new Thread(() -> {
                try {
                    alerts.acknowledge(id, "uwe");
                } catch (CodedException e) {
                    assertThat(e.code().number()).isEqualTo(409);
                }
            });
            person.start();
            report("d1", "down" + round, 2 * round + 2, 0);
            join(person);
            return id;
        }).toList();
        assertThat(alerts.page(ALL, null, null, 100)).hasSize(40).allSatisfy(alert -> assertThat(alert.state()).isEqualTo(State.CLEARED))
                .extracting(Alert::alertId).containsExactlyInAnyOrderElementsOf(ids);
        assertThat(count("due")).isZero();
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private String raise() {
        report("d1", "a", 1, 5);
        return alerts.page(ALL, null, null, 1).get(0).alertId();
    }

    private List<Due> escalations() {
        return due.claim(AlertEscalation.KIND, 10, Duration.ofSeconds(30));
    }

    private void report(String sn, String id, long ts, int code) {
        states.merge(List.of(reported(sn, id, ts, code)));
    }

    private static Report reported(String sn, String id, long ts, int code) {
        return new Report(sn, id, ts, 1000 + ts, Map.of("report_id", id, "ts", ts, "electricity", Map.of("code", code, "msg", "m")), "{}");
    }

    private int count(String table) {
        return DATABASE.jdbi().withHandle(handle -> handle.createQuery("SELECT COUNT(*) FROM " + table).mapTo(Integer.class).one());
    }
}
