package io.campanile.domain.device;

import java.util.Collection;
import java.util.List;
import java.util.Map;

/** How devices were at a time that is gone. Thread-safe; blocks on the database. */
public interface PastStates {

    /**
     * @param alerts those that were raised and not cleared at that time
     */
    record Past(DeviceState state, List<Alert> alerts) {
    }

    /**
     * @param time ours, ms; what was received at that time is not in it
     * @return by sn, those of them that are registered
     */
    Map<String, Past> before(Collection<String> sns, long time);
}
