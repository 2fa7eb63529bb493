package io.campanile.store.search;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.lucene.index.ConcurrentMergeScheduler;
import org.apache.lucene.index.MergePolicy.OneMerge;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FilterDirectory;
import org.apache.lucene.store.IOContext;
import org.apache.lucene.store.IndexOutput;
import org.apache.lucene.store.RateLimitedIndexOutput;
import org.apache.lucene.store.RateLimiter;

/**
 * One merge at a time, which rests as long as it works, at every few kB that it writes: messages are more urgent. Lucene's own limit is
 * in bytes a second, and lets merges below 50 MB run as they can, which here are nearly all.
 */
final class RestingMerges extends ConcurrentMergeScheduler {

    /** As many may wait before who adds has to. */
    private static final int MOST_MERGES = 6;
    private static final int LOOK_EVERY_BYTES = 4 << 10;
    /** Shorter rests would be mostly the going to sleep. */
    private static final long SHORTEST_NS = TimeUnit.MICROSECONDS.toNanos(500);

    RestingMerges() {
        setMaxMergesAndThreads(MOST_MERGES, 1);
    }

    @Override
    public Directory wrapForMerge(OneMerge merge, Directory directory) {
        RateLimiter rests = new Rests(merge);
        return new FilterDirectory(directory) {
            @Override
            public IndexOutput createOutput(String name, IOContext context) throws IOException {
                return new RateLimitedIndexOutput(rests, in.createOutput(name, context));
            }
        };
    }

    /** Of one merge, which is done by one thread. */
    private static final class Rests extends RateLimiter {

        private final OneMerge merge;
        private long workingSince = System.nanoTime();

        private Rests(OneMerge merge) {
            this.merge = merge;
        }

        @Override
        public long pause(long bytes) throws IOException {
            merge.checkAborted();
            long worked = System.nanoTime() - workingSince;
            if (worked < SHORTEST_NS) {
                return 0;
            }
            LockSupport.parkNanos(worked);
            workingSince = System.nanoTime();
            return worked;
        }

        @Override
        public long getMinPauseCheckBytes() {
            return LOOK_EVERY_BYTES;
        }

        @Override
        public void setMBPerSec(double rate) {
            // It is time that is shared, not bytes
        }

        @Override
        public double getMBPerSec() {
            return Double.POSITIVE_INFINITY;
        }
    }
}
