package io.campanile.store.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.campanile.domain.CodedException;
import io.campanile.domain.ErrorCode;
import io.campanile.domain.device.Device;
import io.campanile.domain.device.DeviceCredentials;
import io.campanile.domain.device.DeviceRegistry;
import io.campanile.domain.device.DeviceState;
import io.campanile.domain.device.DeviceView;
import java.math.BigDecimal;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class SqlDeviceRegistryTest {

    @RegisterExtension
    static final DatabaseFixture DATABASE = new DatabaseFixture();

    private DeviceRegistry devices;

    @BeforeEach
    void open() {
        devices = new SqlDeviceRegistry(DATABASE.dataSource(), Clock.systemUTC());
    }

    @Test
    void aNewDeviceHasSaidNothingYet() {
        devices.register(new Device("d-1", "retail", null), "s3cret");

        assertThat(devices.find("d-1")).contains(new DeviceView(new Device("d-1", "retail", null), false,
                new DeviceState("d-1", "retail", Map.of(), 0, 0, 0), 0));
        assertThat(devices.credentials("d-1")).contains(new DeviceCredentials("s3cret", "retail"));
    }

    @Test
    void aTakenSnIsAConflictAndLeavesTheFirstAsItWas() {
        devices.register(new Device("d-1", "retail", "first"), "one");

        assertThatThrownBy(() -> devices.register(new Device("d-1", "rubbish", "second"), "two"))
                .isInstanceOfSatisfying(CodedException.class,
                        e -> assertThat(e.code()).isEqualTo(ErrorCode.CONFLICT));
        assertThat(devices.credentials("d-1")).contains(new DeviceCredentials("one", "retail"));
        assertThat(devices.find("d-1").orElseThrow().device().name()).isEqualTo("first");
    }

    @Test
    void aSecretIsReplacedByWhoKnowsIt() {
        devices.register(new Device("d-1", "retail", null), "one");

        assertThat(devices.rotateSecret("d-1", "one", "two")).isTrue();
        assertThat(devices.rotateSecret("d-1", "one", "three")).as("somebody else was first").isFalse();
        assertThat(devices.rotateSecret("nobody", "one", "x")).isFalse();

        assertThat(devices.credentials("d-1")).contains(new DeviceCredentials("two", "retail"));
    }

    @Test
    void whatIsUnknownIsEmpty() {
        assertThat(devices.find("nobody")).isEmpty();
        assertThat(devices.credentials("nobody")).isEmpty();
        assertThat(devices.page(null, null, 50)).isEmpty();
    }

    @Test
    void aViewShowsTheStateAndTheLastSignOfLife() {
        devices.register(new Device("d-1", "retail", "前台"), "s");
        DATABASE.jdbi().useHandle(handle -> handle.execute("UPDATE device SET state = ?, state_ts = 5, version = 2, "
                + "updated_at = 7, online = TRUE, presence_at = 9", "{\"location\":{\"lat\":31.20}}"));

        DeviceView view = devices.find("d-1").orElseThrow();

        assertThat(view.device().name()).isEqualTo("前台");
        assertThat(view.online()).isTrue();
        assertThat(view.lastSeen()).isEqualTo(9);
        assertThat(view.state()).isEqualTo(new DeviceState("d-1", "retail",
                Map.of("location", Map.of("lat", new BigDecimal("31.20"))), 5, 2, 7));
    }

    @Test
    void pagesFollowOneAnotherWithoutGapsOrRepeats() {
        List<String> all = new ArrayList<>();
        for (int i = 0; i < 23; i++) {
            all.add("d-%02d".formatted(i));
            devices.register(new Device(all.get(i), i % 2 == 0 ? "retail" : "rubbish", null), "s");
        }

        assertThat(pageThrough(null)).isEqualTo(all);
        assertThat(pageThrough("retail")).isEqualTo(all.stream()
                .filter(sn -> Integer.parseInt(sn.substring(2)) % 2 == 0).toList());
    }

    private List<String> pageThrough(String type) {
        List<String> sns = new ArrayList<>();
        List<DeviceView> page = devices.page(type, null, 5);
        while (!page.isEmpty()) {
            page.forEach(view -> sns.add(view.device().sn()));
            page = devices.page(type, sns.get(sns.size() - 1), 5);
        }
        return sns;
    }
}
