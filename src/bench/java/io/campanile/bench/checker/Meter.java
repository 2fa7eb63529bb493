package io.campanile.bench.checker;

import java.util.concurrent.atomic.LongAdder;

/** What the progress line counts. Thread-safe. */
final class Meter {

    final LongAdder sent = new LongAdder();
    final LongAdder confirmed = new LongAdder();
    final LongAdder reconnects = new LongAdder();
    final LongAdder refused = new LongAdder();
    final LongAdder pushes = new LongAdder();
    final LongAdder watcherReconnects = new LongAdder();
}
