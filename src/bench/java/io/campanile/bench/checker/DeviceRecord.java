package io.campanile.bench.checker;

import java.util.Arrays;
import java.util.BitSet;

/** What a log says of one device: a bit and a time for each report. Not thread-safe. */
final class DeviceRecord {

    private final Entry.Device device;
    private final BitSet confirmed = new BitSet();
    private final BitSet stored = new BitSet();
    /** By number; 0 where nothing was sent. */
    private long[] sentAt = new long[256];
    private long lastStored = Long.MAX_VALUE;
    private Entry.State state;

    DeviceRecord(Entry.Device device) {
        this.device = device;
    }

    void sent(Entry.Sent sent, Verdict verdict) {
        int n = Math.toIntExact(sent.n());
        if (n >= sentAt.length) {
            sentAt = Arrays.copyOf(sentAt, Math.max(n + 1, sentAt.length * 2));
        }
        if (sentAt[n] == 0) {
            verdict.sent++;
        } else {
            verdict.resent++;
        }
        sentAt[n] = sent.ts();
    }

    void confirmed(Entry.Confirmed report, Verdict verdict) {
        int n = Math.toIntExact(report.n());
        if (!confirmed.get(n)) {
            verdict.confirmed++;
            confirmed.set(n);
        }
    }

    void stored(Entry.Stored row, Verdict verdict) {
        verdict.stored++;
        if (!asSent(row)) {
            verdict.find(Fault.ALTERED, device.sn() + " has " + row.reportId() + " with n " + row.n() + " and ts "
                    + row.ts() + " in its history, which it never sent so");
            return;
        }
        int n = (int) row.n();
        if (stored.get(n)) {
            verdict.find(Fault.REPEATED, device.sn() + " has " + row.reportId() + " more than once in its history");
            return;
        }
        stored.set(n);
        if (n > lastStored) {
            verdict.find(Fault.REORDERED, device.sn() + " has " + row.reportId() + " behind r-" + lastStored
                    + " in its history, newest first");
        }
        lastStored = n;
    }

    private boolean asSent(Entry.Stored row) {
        return row.n() > 0 && row.n() < sentAt.length && sentAt[(int) row.n()] == row.ts()
                && row.reportId().equals("r-" + row.n());
    }

    void state(Entry.State last) {
        state = last;
    }

    void conclude(Verdict verdict) {
        BitSet lost = (BitSet) confirmed.clone();
        lost.andNot(stored);
        lost.stream().forEach(n -> verdict.find(Fault.LOST,
                device.sn() + " was confirmed r-" + n + ", and its history has none"));
        if (state == null) {
            verdict.find(Fault.WRONG_STATE, device.sn() + " has no state, its newest report is r-" + newest());
        } else if (state.n() != newest()) {
            verdict.find(Fault.WRONG_STATE, device.sn() + " stands at r-" + state.n() + " in version "
                    + state.version() + ", its newest report is r-" + newest());
        }
    }

    Entry.Device device() {
        return device;
    }

    /** @return how long before {@code at}, ms, the first of these reports was sent; 0 when none of them was */
    long sinceOldest(long first, long last, long at) {
        for (long n = first; n <= last && n < sentAt.length; n++) {
            if (sentAt[(int) n] != 0) {
                return at - sentAt[(int) n];
            }
        }
        return 0;
    }

    /** @return the number of the newest report that must show; 0 when there is none */
    long newest() {
        return Math.max(0, Math.max(confirmed.length(), stored.length()) - 1);
    }
}
