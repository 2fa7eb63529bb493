package io.campanile.bench.checker;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/** What a log says of one watcher: the last push of each device. Not thread-safe. */
final class WatcherRecord {

    private final Entry.Watching watching;
    private final Map<String, Entry.Pushed> last = new HashMap<>();

    WatcherRecord(Entry.Watching watching) {
        this.watching = watching;
    }

    void pushed(Entry.Pushed push, DeviceRecord device, long lateMs, Verdict verdict) {
        Entry.Pushed before = last.put(push.sn(), push);
        if (before == null || before.connection() != push.connection()) {
            return;
        }
        long took = device.sinceOldest(before.n() + 1, push.n(), push.at());
        verdict.slowest = Math.max(verdict.slowest, took);
        if (took > lateMs) {
            verdict.find(Fault.LATE, watching.watcher() + " was told r-" + (before.n() + 1) + " of " + push.sn() + " or a later one only after "
                    + took + " ms");
        }
        if (push.version() == before.version()) {
            verdict.find(Fault.REPEATED, watching.watcher() + " was told version " + push.version() + " of "
                    + push.sn() + " again on connection " + push.connection());
        } else if (push.version() < before.version() || push.n() < before.n()) {
            verdict.find(Fault.REORDERED, watching.watcher() + " was told version " + push.version() + " (r-" + push.n()
                    + ") of " + push.sn() + " after version " + before.version() + " (r-" + before.n()
                    + ") on connection " + push.connection());
        }
    }

    void conclude(Collection<DeviceRecord> devices, Verdict verdict) {
        for (DeviceRecord device : devices) {
            long newest = device.newest();
            if (newest == 0 || !watching.covers(device.device())) {
                continue;
            }
            Entry.Pushed push = last.get(device.device().sn());
            if (push == null || push.n() != newest) {
                verdict.find(Fault.STALE_WATCHER, watching.watcher() + " was last told "
                        + (push == null ? "nothing" : "r-" + push.n()) + " of " + device.device().sn()
                        + ", whose newest report is r-" + newest);
            }
        }
    }
}
