package io.campanile.domain.device;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The states of the devices and the history they grew from. Thread-safe; blocks on the database. */
public interface DeviceStates {

    /**
     * Takes reports in, all or none: each that is new goes into the history, and into its device's state unless it is
     * stale. A repeat, by {@code (sn, report_id)}, has no effect, however it comes and whoever merges at the same time.
     *
     * @param reports in the order they came
     * @return what is to be told now; also for repeats, since the telling may be what an earlier attempt missed
     * @throws io.campanile.domain.CodedException 400 or 413 when a report cannot be kept: nothing was taken in; 503 when nobody can tell now
     */
    Merged merge(List<Report> reports);

    /**
     * @param states  every state that the batch led to, in order; of a device without a new one, the present state
     * @param alerts  every change of an alert, in order
     * @param again   alerts that repeats had changed before, as they are now
     * @param unknown the reports of devices that are not registered; none of them was taken in
     * @param repeats how many reports had been taken in before
     */
    record Merged(List<DeviceState> states, List<Alert> alerts, List<Alert> again, List<Report> unknown, int repeats) {

        /** The newest state of each device. */
        public Collection<DeviceState> newestStates() {
            Map<String, DeviceState> newest = new LinkedHashMap<>();
            states.forEach(state -> newest.put(state.sn(), state));
            return newest.values();
        }
    }
}
