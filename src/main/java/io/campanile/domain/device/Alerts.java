package io.campanile.domain.device;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Consumer;

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

        /**
         * The calculation, the same wherever alerts are kept.
         *
         * @param latest by sn and section, the open alert, or else the last one; null when there was none
         * @param keep   takes each alert that changes, before the next verdict is looked at
         */
        public static Judged of(List<Verdict> verdicts, Duration holdDown, BiFunction<String, String, Alert> latest, Consumer<Alert> keep) {
            List<AlertChange> changes = new ArrayList<>();
            List<AlertChange> again = new ArrayList<>();
            for (Verdict verdict : verdicts) {
                Alert present = latest.apply(verdict.sn(), verdict.section());
                Optional<Alert> change = verdict.change(present, holdDown);
                change.ifPresent(alert -> {
                    keep.accept(alert);
                    changes.add(new AlertChange(alert, verdict.type()));
                });
                if (change.isEmpty() && present != null && present.source() == verdict.source()) {
                    again.add(new AlertChange(present, verdict.type()));
                }
            }
            return new Judged(changes, again);
        }
    }

    /** How many are open now. */
    int open();
}
