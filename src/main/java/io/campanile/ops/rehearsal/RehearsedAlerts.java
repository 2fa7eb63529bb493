package io.campanile.ops.rehearsal;

import io.campanile.domain.device.Alert;
import io.campanile.domain.device.AlertChange;
import io.campanile.domain.device.AlertQuery;
import io.campanile.domain.device.Alerts;
import io.campanile.domain.device.Verdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The alerts by thresholds on one stage: as they were before the first record that is played, and then as the verdicts
 * change them. Nobody acknowledges here. Not thread-safe.
 */
public final class RehearsedAlerts implements Alerts {

    private final PastDevices past;

    public RehearsedAlerts(PastDevices past) {
        this.past = past;
    }

    @Override
    public Judged judge(List<Verdict> verdicts, Duration holdDown) {
        List<AlertChange> changes = new ArrayList<>();
        List<AlertChange> again = new ArrayList<>();
        for (Verdict verdict : verdicts) {
            Alert latest = past.alert(verdict.sn(), verdict.section());
            Optional<Alert> change = verdict.change(latest, holdDown);
            change.ifPresent(alert -> {
                past.put(alert);
                changes.add(new AlertChange(alert, verdict.type()));
            });
            if (change.isEmpty() && latest != null && latest.source() == verdict.source()) {
                again.add(new AlertChange(latest, verdict.type()));
            }
        }
        return new Judged(changes, again);
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
