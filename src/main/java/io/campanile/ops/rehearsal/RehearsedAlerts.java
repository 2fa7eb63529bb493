package io.campanile.ops.rehearsal;

import io.campanile.domain.device.Alert;
import io.campanile.domain.device.AlertChange;
import io.campanile.domain.device.AlertQuery;
import io.campanile.domain.device.Alerts;
import io.campanile.domain.device.Verdict;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The alerts by thresholds on one stage: as they were before the first record that is played, and then as the verdicts
 * change them. Nobody acknowledges here. Not thread-safe.
 */
public final class RehearsedAlerts implements Alerts {

    private final PastDevices devices;

    public RehearsedAlerts(PastDevices devices) {
        this.devices = devices;
    }

    @Override
    public Judged judge(List<Verdict> verdicts, Duration holdDown) {
        return Judged.of(verdicts, holdDown, devices::alert, devices::put);
    }

    @Override
    public List<Alert> page(AlertQuery query, String before, String after, int limit) {
        return List.of();
    }

    @Override
    public Optional<AlertChange> find(String alertId) {
        return Optional.empty();
    }

    @Override
    public AlertChange acknowledge(String alertId, String userId) {
        throw new UnsupportedOperationException("nobody acknowledges in a rehearsal");
    }

    @Override
    public int open() {
        return 0;
    }
}
