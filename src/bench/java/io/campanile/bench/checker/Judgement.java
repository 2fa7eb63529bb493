package io.campanile.bench.checker;

import io.campanile.bench.checker.Entry.Confirmed;
import io.campanile.bench.checker.Entry.Device;
import io.campanile.bench.checker.Entry.Pushed;
import io.campanile.bench.checker.Entry.Sent;
import io.campanile.bench.checker.Entry.State;
import io.campanile.bench.checker.Entry.Stored;
import io.campanile.bench.checker.Entry.Watching;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * From a log to a verdict, and nothing else: no clock, no network.
 * <ul>
 * <li>every confirmed report is in the history, exactly once, as it was sent, and the history is in order;
 * <li>a report that was not confirmed may be there or not, but not twice;
 * <li>every state is the newest report of its device: the newest confirmed one, or a later one that the history has;
 * <li>on one connection of a watcher the version of a device strictly rises (PROTOCOL 5), and what each watcher was told
 *     last of each device it watches is that newest report;
 * <li>where a bound is given, no report took longer to a watcher who was connected when it was sent.
 * </ul>
 * Not thread-safe.
 */
final class Judgement {

    private final Map<String, DeviceRecord> devices = new TreeMap<>();
    private final Map<String, WatcherRecord> watchers = new LinkedHashMap<>();
    private final Verdict verdict = new Verdict();
    private final Duration late;
    private long firstSent = Long.MAX_VALUE;
    private long lastConfirmed = Long.MIN_VALUE;

    /** @param late how long a report may take to a watcher at most */
    private Judgement(Duration late) {
        this.late = late;
    }

    /** @return the verdict on the log in this directory */
    static Verdict on(Path log, Duration late) throws IOException {
        Judgement judgement = new Judgement(late);
        Journal.read(log, judgement::hear);
        return judgement.verdict();
    }

    /** @return the verdict on these entries, which are ordered by kind as {@link Entry#KINDS} are */
    static Verdict on(Iterable<? extends Entry> log) {
        return on(log, Plan.NEVER_LATE);
    }

    /** The same, with a bound on how long a report may take to a watcher. */
    static Verdict on(Iterable<? extends Entry> log, Duration late) {
        Judgement judgement = new Judgement(late);
        log.forEach(judgement::hear);
        return judgement.verdict();
    }

    private void hear(Entry entry) {
        if (entry instanceof Sent sent) {
            firstSent = Math.min(firstSent, sent.ts());
            device(sent.sn()).sent(sent, verdict);
        } else if (entry instanceof Confirmed confirmed) {
            lastConfirmed = Math.max(lastConfirmed, confirmed.at());
            device(confirmed.sn()).confirmed(confirmed, verdict);
        } else if (entry instanceof Stored stored) {
            device(stored.sn()).stored(stored, verdict);
        } else if (entry instanceof State state) {
            device(state.sn()).state(state);
        } else if (entry instanceof Pushed pushed) {
            verdict.pushes++;
            watcher(pushed.watcher()).pushed(pushed, device(pushed.sn()), late.toMillis(), verdict);
        } else if (entry instanceof Device device) {
            verdict.devices++;
            devices.put(device.sn(), new DeviceRecord(device));
        } else if (entry instanceof Watching watching) {
            watchers.put(watching.watcher(), new WatcherRecord(watching));
        }
    }

    private Verdict verdict() {
        verdict.millis = verdict.confirmed == 0 ? 0 : Math.max(1, lastConfirmed - firstSent);
        devices.values().forEach(device -> device.conclude(verdict));
        watchers.values().forEach(watcher -> watcher.conclude(devices.values(), verdict));
        return verdict;
    }

    private DeviceRecord device(String sn) {
        return known(devices.get(sn), "device", sn);
    }

    private WatcherRecord watcher(String name) {
        return known(watchers.get(name), "watcher", name);
    }

    private static <T> T known(T found, String what, String name) {
        if (found == null) {
            throw new IllegalArgumentException("the log speaks of " + what + " " + name + ", which took no part");
        }
        return found;
    }
}
