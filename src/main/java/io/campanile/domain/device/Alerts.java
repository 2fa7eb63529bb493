package io.campanile.domain.device;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The alerts that are and were. Thread-safe; blocks on the database. */
public interface Alerts {

    /**
     * A page of alerts, newest first: by {@code raised_at}, then by {@code alert_id}, both descending; oldest first when it
     * pages towards the present.
     *
     * @param before only older ones than this alert; null for the newest
     * @param after  only newer ones than this alert, towards the present; null for all, and beside {@code before} without effect
     * @throws io.campanile.domain.CodedException 400 when there is no such alert to begin from
     */
    List<Alert> page(AlertQuery query, String before, String after, int limit);

    Optional<AlertChange> find(String alertId);

    /**
     * Once: whoever comes later finds the first one's. It is escalated no further.
     *
     * @throws io.campanile.domain.CodedException 404 when there is no such alert, 409 when it is cleared
     */
    AlertChange acknowledge(String alertId, String userId);

    /**
     * Takes verdicts in, all or none; a raised alert begins its escalation with it. Late and repeated ones have no effect.
     *
     * @param holdDown what comes back within this time after it was cleared is the same alert
     */
    Judged judge(List<Verdict> verdicts, Duration holdDown);

    /**
     * @param changes every alert that changed, in order
     * @param again   alerts that repeats had changed before, as they are now: the telling may be what was missed
     */
    record Judged(List<AlertChange> changes, List<AlertChange> again) {
    }

    /** How many are open now. */
    int open();
}
