package io.campanile.domain.device;

import java.util.List;

/** The states of the devices and the history they grew from. Thread-safe; blocks on the database. */
public interface DeviceStates {

    /**
     * Takes reports in, all or none: each that is new goes into the history, and into its device's state unless it is
     * stale. A repeat, by {@code (sn, report_id)}, has no effect, however it comes and whoever merges at the same time.
     *
     * @param reports in the order they came
     * @return what is to be told now; also for repeats, since the telling may be what an earlier attempt missed
     */
    Merged merge(List<Report> reports);

    /**
     * @param states  the present state of every device in the batch
     * @param alerts  every change of an alert, in order
     * @param unknown the reports of devices that are not registered; none of them was taken in
     */
    record Merged(List<DeviceState> states, List<Alert> alerts, List<Report> unknown) {
    }
}
