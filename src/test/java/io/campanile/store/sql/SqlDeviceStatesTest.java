package io.campanile.store.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.campanile.domain.CodedException;
import io.campanile.domain.device.Alert;
import io.campanile.domain.device.Device;
import io.campanile.domain.device.DeviceState;
import io.campanile.domain.device.DeviceStates.Merged;
import io.campanile.domain.device.DeviceTypes;
import io.campanile.domain.device.Report;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** One transaction holds history, states and alerts: repeats, stale reports and a second writer do no harm. */
class SqlDeviceStatesTest {

    @RegisterExtension
    static final DatabaseFixture DATABASE = new DatabaseFixture();

    private Jdbi jdbi;
    private SqlDeviceStates states;

    @BeforeEach
    void registerDevices() {
        jdbi = DATABASE.jdbi();
        Properties settings = new Properties();
        settings.setProperty("device.type.rubbish", "electricity");
        states = new SqlDeviceStates(DATABASE.dataSource(), new DeviceTypes(settings));
        SqlDeviceRegistry registry = new SqlDeviceRegistry(DATABASE.dataSource(), Clock.systemUTC());
        registry.register(new Device("d1", "rubbish", null), "s");
        registry.register(new Device("d2", "rubbish", null), "s");
    }

    @Test
    void aBatchGoesIntoHistoryAndStatesTogether() {
        Merged merged = states.merge(List.of(report("d1", "a", 1, 0), report("d2", "a", 1, 0), report("d1", "b", 2, 0)));
        assertThat(merged.states()).extracting(DeviceState::sn, DeviceState::version)
                .containsExactly(tuple("d1", 1L), tuple("d2", 1L), tuple("d1", 2L));
        assertThat(merged.newestStates()).extracting(DeviceState::sn, DeviceState::version)
                .containsExactlyInAnyOrder(tuple("d1", 2L), tuple("d2", 1L));
        assertThat(count("report")).isEqualTo(3);
    }

    @Test
    void aRepeatHasNoEffectInTheSameBatchAndInALaterOne() {
        states.merge(List.of(report("d1", "a", 1, 0), report("d1", "a", 1, 0)));
        Merged again = states.merge(List.of(report("d1", "a", 1, 0)));
        assertThat(again.states()).extracting(DeviceState::version).containsExactly(1L);
        assertThat(count("report")).isEqualTo(1);
    }

    @Test
    void aStaleReportIsKeptAndNotApplied() {
        states.merge(List.of(report("d1", "new", 10, 0)));
        Merged merged = states.merge(List.of(report("d1", "old", 5, 7)));
        assertThat(merged.states().get(0).fields()).containsEntry("report_id", "new");
        assertThat(merged.alerts()).isEmpty();
        assertThat(applied("old")).isFalse();
    }

    /** Or nothing that the device says afterwards would ever be newer. */
    @Test
    void aReportFromTheFutureIsKeptAndFreezesNothing() {
        long now = 1_763_680_000_000L;
        long day = 86_400_000;
        Report farAhead = new Report("d1", "ahead", now + day + 1, now, Map.of("ts", now + day + 1, "status", 1), "{}");
        Report withinADay = new Report("d1", "fast", now + day, now, Map.of("ts", now + day, "status", 2), "{}");

        assertThat(states.merge(List.of(farAhead, report("d1", "now", now, 0))).newestStates().iterator().next().ts()).isEqualTo(now);
        assertThat(states.merge(List.of(farAhead, withinADay)).newestStates().iterator().next().fields()).containsEntry("status", 2);

        assertThat(applied("ahead")).isFalse();
        assertThat(applied("now")).isTrue();
        assertThat(applied("fast")).isTrue();
    }

    @Test
    void theOrderWithinABatchCounts() {
        Merged merged = states.merge(List.of(report("d1", "b", 20, 0), report("d1", "a", 10, 0), report("d1", "c", 30, 0)));
        DeviceState newest = merged.newestStates().iterator().next();
        assertThat(newest.fields()).containsEntry("report_id", "c");
        assertThat(newest.version()).isEqualTo(2);
        assertThat(applied("a")).isFalse();
    }

    @Test
    void aReportOfAnUnknownDeviceIsHandedBackAndItsNeighboursAreTaken() {
        Merged merged = states.merge(List.of(report("nobody", "a", 1, 0), report("d1", "a", 1, 0)));
        assertThat(merged.unknown()).extracting(Report::sn).containsExactly("nobody");
        assertThat(count("report")).isEqualTo(1);
    }

    @Test
    void anAlertIsRaisedOnceAndClearedOnce() {
        assertThat(states.merge(List.of(report("d1", "a", 1, 5))).alerts()).extracting(Alert::state).containsExactly(Alert.State.RAISED);
        assertThat(states.merge(List.of(report("d1", "b", 2, 5))).alerts()).isEmpty();
        assertThat(states.merge(List.of(report("d1", "c", 3, 0))).alerts()).extracting(Alert::state).containsExactly(Alert.State.CLEARED);
        assertThat(count("alert")).isEqualTo(1);
    }

    @Test
    void anAlertThatIsRaisedAndClearedInOneBatchIsToldTwice() {
        assertThat(states.merge(List.of(report("d1", "a", 1, 5), report("d1", "b", 2, 0))).alerts())
                .extracting(Alert::state).containsExactly(Alert.State.RAISED, Alert.State.CLEARED);
    }

    @Test
    void whatARepeatRaisedIsToldAgainSinceTheTellingMayHaveBeenMissed() {
        List<Alert> first = states.merge(List.of(report("d1", "a", 1, 5))).alerts();
        assertThat(states.merge(List.of(report("d1", "a", 1, 5))).again()).isEqualTo(first);
    }

    @Test
    void aValueThatTheDatabaseRefusesUndoesTheWholeBatch() {
        Report poison = report("d1", "x".repeat(200), 2, 0);
        assertThatThrownBy(() -> states.merge(List.of(report("d1", "a", 1, 0), poison))).isInstanceOf(CodedException.class);
        assertThat(count("report")).isZero();
    }

    @Test
    void twoWritersOfOneDeviceLoseNothing() throws Exception {
        ExecutorService writers = Executors.newFixedThreadPool(4);
        List<Future<?>> work = new ArrayList<>();
        for (int writer = 0; writer < 4; writer++) {
            // Every second report is written by two of them, as after a rebalance
            int offset = writer / 2;
            work.add(writers.submit(() -> {
                for (int i = 0; i < 100; i++) {
                    mergeUntilTaken(report("d1", "r" + (2 * i + offset), 2 * i + offset + 1, 0));
                }
            }));
        }
        for (Future<?> one : work) {
            one.get();
        }
        writers.shutdown();
        assertThat(count("report")).isEqualTo(200);
        assertThat(states.merge(List.of(report("d1", "r199", 200, 0))).states().get(0).fields()).containsEntry("report_id", "r199");
    }

    /** As the flow does: an overtaken transaction is tried again. */
    private void mergeUntilTaken(Report report) {
        for (;;) {
            try {
                states.merge(List.of(report));
                return;
            } catch (OvertakenException | CodedException | JdbiException e) {
                Thread.onSpinWait();
            }
        }
    }

    private static org.assertj.core.groups.Tuple tuple(Object... values) {
        return org.assertj.core.groups.Tuple.tuple(values);
    }

    private int count(String table) {
        return jdbi.withHandle(handle -> handle.createQuery("SELECT count(*) FROM " + table).mapTo(Integer.class).one());
    }

    private boolean applied(String reportId) {
        return jdbi.withHandle(handle -> handle.createQuery("SELECT applied FROM report WHERE report_id = ?").bind(0, reportId)
                .mapTo(Boolean.class).one());
    }

    private static Report report(String sn, String id, long ts, int code) {
        Map<String, Object> fields = Map.of("report_id", id, "ts", ts, "electricity", Map.of("code", code, "msg", "low"));
        try {
            return new Report(sn, id, ts, 1_000 + ts, fields, new ObjectMapper().writeValueAsString(fields));
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
