package io.campanile.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariDataSource;
import io.campanile.domain.device.Alert;
import io.campanile.domain.device.CommandQueues;
import io.campanile.domain.device.Device;
import io.campanile.domain.device.DeviceState;
import io.campanile.domain.device.Presence;
import io.campanile.domain.push.Watchers;
import io.campanile.fixture.KafkaTopic;
import io.campanile.fixture.RunningFlows;
import io.campanile.fixture.RunningFlows.Ports;
import io.campanile.fixture.SharedKafka;
import io.campanile.store.sql.Database;
import io.campanile.store.sql.SqlDeviceRegistry;
import io.campanile.store.sql.SqlPresences;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** From the broker's events to who watches: the flows device-presence and device-watch, by their files. */
class DevicePresenceFlowTest {

    @RegisterExtension
    static final SharedKafka KAFKA = new SharedKafka();

    @Test
    void lateAndRepeatedEventsHaveNoEffectAndABrokersBeginningEndsAll() throws Exception {
        Pushed pushed = new Pushed();
        try (HikariDataSource database = Database.open("jdbc:h2:mem:presence;MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE", "campanile", "", 4)) {
            new SqlDeviceRegistry(database, Clock.systemUTC()).register(new Device("sn1", "retail", null), "secret");
            try (RunningFlows flows = RunningFlows.start(KAFKA.address(), "presence",
                    new Ports(null, new SqlPresences(database), pushed), Map.of(), "device-presence", "device-watch");
                 KafkaTopic events = flows.topic("device-presence.topic");
                 KafkaTopic letters = flows.topic("dead-letter.topic")) {
                events.append("sn1", event("a", true, 1000));
                await().until(() -> pushed.last(true, 1000));
                events.append("sn1", event("b", true, 2000), event("a", false, 2001), event("a", true, 1000));
                await().until(() -> pushed.last(true, 2000));
                events.append("sn1", "not JSON");
                await().until(() -> letters.records().size() == 1);
                events.append("", "{\"ts\":3000}");
                await().until(() -> pushed.last(false, 3000));
                await().until(() -> events.lag("device-presence") == 0);
                assertThat(pushed.presences).noneMatch(presence -> !presence.online() && presence.ts() < 3000);
                assertThat(letters.records()).hasSize(1);
            }
        }
    }

    private static String event(String connection, boolean online, long ts) {
        return "{\"connection_id\":\"" + connection + "\",\"online\":" + online + ",\"ts\":" + ts + "}";
    }

    /** What this node's watchers were told. */
    private static final class Pushed implements Watchers {

        @Override
        public void statusTold(String sn, String type, Map<String, Object> status) {
            throw new AssertionError("nobody told a status");
        }

        @Override
        public void replied(CommandQueues.Answer answer) {
            throw new AssertionError("nobody was commanded");
        }


        private final List<Presence> presences = new CopyOnWriteArrayList<>();

        private boolean last(boolean online, long ts) {
            return !presences.isEmpty() && presences.get(presences.size() - 1).equals(new Presence("sn1", "retail", online, ts));
        }

        @Override
        public void stateChanged(DeviceState state) {
            throw new AssertionError("no report was sent");
        }

        @Override
        public void presenceChanged(Presence presence) {
            presences.add(presence);
        }

        @Override
        public void alertChanged(Alert alert, String type) {
            throw new AssertionError("no report was sent");
        }
    }
}
