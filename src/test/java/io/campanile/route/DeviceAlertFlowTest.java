package io.campanile.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariDataSource;
import io.campanile.domain.device.Alert;
import io.campanile.domain.device.CommandQueues.Answer;
import io.campanile.domain.device.Alert.State;
import io.campanile.domain.device.AlertQuery;
import io.campanile.domain.device.Device;
import io.campanile.domain.device.DeviceState;
import io.campanile.domain.device.DeviceTypes;
import io.campanile.domain.device.Presence;
import io.campanile.domain.push.Watchers;
import io.campanile.fixture.KafkaTopic;
import io.campanile.fixture.RunningFlows;
import io.campanile.fixture.RunningFlows.Ports;
import io.campanile.fixture.SharedKafka;
import io.campanile.fixture.TestClock;
import io.campanile.store.sql.Database;
import io.campanile.store.sql.SqlAlerts;
import io.campanile.store.sql.SqlDeviceRegistry;
import io.campanile.store.sql.SqlDeviceStates;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** From a report to the alerts of thresholds and of silence: the flows device-alert and device-silence, by their files. */
class DeviceAlertFlowTest {

    private static final Map<String, String> SETTINGS = Map.of("device-alert.battery-low", "20", "device-alert.battery-good", "30",
            "device-alert.battery-low.rubbish", "50", "device-alert.battery-good.rubbish", "60",
            "device-silence.after", "1h", "due.poll-ms", "50");

    @RegisterExtension
    static final SharedKafka KAFKA = new SharedKafka();
    private static final TestClock CLOCK = new TestClock(System.currentTimeMillis());
    private static final Told TOLD = new Told();
    private static HikariDataSource database;
    private static RunningFlows flows;
    private static SqlAlerts alerts;
    private long ts;

    @BeforeAll
    static void start() throws Exception {
        database = Database.open("jdbc:h2:mem:alerts;MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE", "campanile", "", 8);
        SqlDeviceRegistry devices = new SqlDeviceRegistry(database, Clock.systemUTC());
        for (String sn : List.of("wavering", "twice", "quiet")) {
            devices.register(new Device(sn, "retail", null), "secret");
        }
        devices.register(new Device("bin", "rubbish", null), "secret");
        alerts = new SqlAlerts(database, CLOCK);
        flows = RunningFlows.start(KAFKA.address(), "alerts", new Ports(new SqlDeviceStates(database, new DeviceTypes(new Properties())),
                null, TOLD).with(database, CLOCK), SETTINGS, "device-report", "device-alert", "device-silence", "device-watch");
    }

    @AfterAll
    static void stop() {
        flows.close();
        database.close();
    }

    @Test
    void aLevelThatWaversRaisesOneAlertWhichIsToldAtEachChangeOnce() throws Exception {
        try (KafkaTopic changes = flows.topic("device-changes.topic")) {
            for (int level : new int[] {40, 19, 25, 18, 29}) {
                report("wavering", level);
                // Of several in one batch only the newest would be judged
                await().until(() -> changes.lag("device-alert") == 0);
            }
        }
        await().until(() -> alertsOf("wavering").size() == 1);
        report("wavering", 31);
        await().until(() -> alertsOf("wavering").get(0).state() == State.CLEARED);
        report("wavering", 10);
        await().until(() -> alertsOf("wavering").get(0).state() == State.RAISED);

        assertThat(alertsOf("wavering")).singleElement().satisfies(alert -> {
            assertThat(alert.section()).isEqualTo("battery");
            assertThat(alert.version()).as("raised, cleared, and back within the hold-down").isEqualTo(3);
        });
        await().until(() -> TOLD.of("wavering").size() == 3);
    }

    @Test
    void aTypeHasItsOwnLevels() {
        report("bin", 49);
        await().until(() -> alertsOf("bin").size() == 1);
        report("bin", 59);
        report("bin", 61);
        await().until(() -> alertsOf("bin").get(0).state() == State.CLEARED);
    }

    @Test
    void whatIsReadAgainAfterACrashHasNoEffect() throws Exception {
        report("twice", 10);
        await().until(() -> alertsOf("twice").size() == 1);
        report("twice", 90);
        await().until(() -> TOLD.of("twice").size() == 2);
        try (KafkaTopic changes = flows.topic("device-changes.topic")) {
            changes.repeat("twice");
            await().until(() -> changes.lag("device-alert") == 0);
        }

        assertThat(alertsOf("twice")).singleElement().satisfies(alert -> assertThat(alert.state()).isEqualTo(State.CLEARED));
        assertThat(TOLD.of("twice")).hasSize(2);
    }

    @Test
    void whoDoesNotReportRaisesOneAlertUntilTheNextReport() {
        report("quiet", 80);
        await().until(() -> due("quiet") > CLOCK.millis());
        CLOCK.advance(Duration.ofMinutes(61));
        await().until(() -> alertsOf("quiet").size() == 1);
        assertThat(alertsOf("quiet").get(0).section()).isEqualTo("silence");
        await().until(() -> due("quiet") > CLOCK.millis());
        CLOCK.advance(Duration.ofMinutes(61));
        await().until(() -> due("quiet") > CLOCK.millis());
        report("quiet", 80);
        await().until(() -> alertsOf("quiet").get(0).state() == State.CLEARED);

        assertThat(alertsOf("quiet")).hasSize(1);
    }

    private void report(String sn, int level) {
        ts++;
        flows.send("direct:device-report", sn, "{\"report_id\":\"r" + ts + "\",\"ts\":" + ts + ",\"electricity\":{\"code\":0,\"level\":" + level + "}}");
        await().until(() -> TOLD.states.contains(sn + ts));
    }

    private static List<Alert> alertsOf(String sn) {
        return alerts.page(new AlertQuery(sn, null, null), null, null, 10).stream().filter(alert -> !sn.equals("quiet") == !alert.section().equals("silence")).toList();
    }

    private static long due(String sn) {
        return Jdbi.create(database).withHandle(handle -> handle.createQuery("SELECT due_at FROM due WHERE subject = ?").bind(0, sn)
                .mapTo(Long.class).findOne().orElse(0L));
    }

    /** What this node's watchers were told, where every telling has an effect. */
    private static final class Told implements Watchers {

        private final List<String> states = new CopyOnWriteArrayList<>();
        private final List<Alert> alerts = new CopyOnWriteArrayList<>();

        private List<Alert> of(String sn) {
            return alerts.stream().filter(alert -> alert.sn().equals(sn) && !alert.section().equals("silence")).toList();
        }

        @Override
        public void stateChanged(DeviceState state) {
            states.add(state.sn() + state.ts());
        }

        @Override
        public void presenceChanged(Presence presence) {
            throw new AssertionError("nobody connected");
        }

        @Override
        public void statusTold(String sn, String type, Map<String, Object> status) {
            throw new AssertionError("nobody told a status");
        }

        @Override
        public void replied(Answer answer) {
            throw new AssertionError("nobody commanded");
        }

        @Override
        public void alertChanged(Alert alert, String type) {
            if (!alerts.contains(alert)) {
                alerts.add(alert);
            }
        }
    }
}
