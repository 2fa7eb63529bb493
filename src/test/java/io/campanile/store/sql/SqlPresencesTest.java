package io.campanile.store.sql;

import static org.assertj.core.api.Assertions.assertThat;

import io.campanile.domain.device.Device;
import io.campanile.domain.device.Presence;
import io.campanile.domain.device.PresenceEvent;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Late, repeated and reordered events of a device's connections do no harm. */
class SqlPresencesTest {

    @RegisterExtension
    static final DatabaseFixture DATABASE = new DatabaseFixture();

    private SqlPresences presences;

    @BeforeEach
    void registerDevices() {
        presences = new SqlPresences(DATABASE.dataSource());
        SqlDeviceRegistry registry = new SqlDeviceRegistry(DATABASE.dataSource(), Clock.systemUTC());
        registry.register(new Device("d1", "rubbish", null), "s");
        registry.register(new Device("d2", "rubbish", null), "s");
    }

    @Test
    void aConnectionBeginsAndEnds() {
        assertThat(after(event("a", true, 10))).isEqualTo(presence(true, 10));
        assertThat(after(event("a", false, 20))).isEqualTo(presence(false, 20));
    }

    @Test
    void theEndOfAnOlderConnectionIsIgnored() {
        after(event("a", true, 10));
        after(event("b", true, 20));
        assertThat(after(event("a", false, 30))).isEqualTo(presence(true, 20));
    }

    @Test
    void aRepeatChangesNothingNotEvenSinceWhen() {
        after(event("a", true, 10));
        assertThat(after(event("a", true, 15))).isEqualTo(presence(true, 10));
    }

    @Test
    void aDeviceMaySayOnItsConnectionThatItIsAwayAndBack() {
        after(event("a", true, 10));
        assertThat(after(event("a", false, 20))).isEqualTo(presence(false, 20));
        assertThat(after(event("a", true, 30))).isEqualTo(presence(true, 30));
    }

    @Test
    void somethingOlderThanWhatIsKnownIsIgnored() {
        after(event("b", true, 20));
        assertThat(after(event("a", true, 10))).isEqualTo(presence(true, 20));
    }

    @Test
    void aBrokerThatBeganAnewEndsWhatBeganBefore() {
        after(event("a", true, 10));
        presences.apply(List.of(new PresenceEvent("d2", "c", true, 30)));
        List<Presence> gone = presences.apply(List.of(new PresenceEvent(null, null, false, 20)));
        assertThat(gone).containsExactly(presence(false, 20));
    }

    @Test
    void aBrokerThatDoesNotTellConnectionsApartIsTakenAtItsWord() {
        after(event(null, true, 10));
        assertThat(after(event(null, false, 20))).isEqualTo(presence(false, 20));
    }

    @Test
    void anUnknownDeviceIsNobody() {
        assertThat(presences.apply(List.of(new PresenceEvent("nobody", "a", true, 10)))).isEmpty();
    }

    private Presence after(PresenceEvent event) {
        return presences.apply(List.of(event)).get(0);
    }

    private static PresenceEvent event(String connection, boolean online, long ts) {
        return new PresenceEvent("d1", connection, online, ts);
    }

    private static Presence presence(boolean online, long ts) {
        return new Presence("d1", "rubbish", online, ts);
    }
}
