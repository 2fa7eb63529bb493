package io.campanile.ops.overload;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The watermark of the disk: below it, less is accepted while the embedded parts still can write, for none of them survives a
 * full disk in good order. There is space again once a quarter more than the reserve is free. Thread-safe.
 */
public final class DiskSpace {

    private static final Logger LOG = LoggerFactory.getLogger(DiskSpace.class);
    private static final long MEBIBYTE = 1024 * 1024;

    private final LongSupplier free;
    private final long reserve;
    private final Path where;
    private volatile long measured = Long.MAX_VALUE;
    private volatile boolean low;

    /**
     * @param where   what is told of the place
     * @param reserve bytes
     * @param free    bytes, now
     */
    public DiskSpace(Path where, long reserve, LongSupplier free) {
        this.where = where;
        this.reserve = reserve;
        this.free = free;
    }

    /** The space that this process may use on the disk of a directory. */
    public static DiskSpace of(Path directory, long reserve) {
        try {
            FileStore store = Files.getFileStore(directory);
            return new DiskSpace(directory, reserve, () -> usable(store));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static long usable(FileStore store) {
        try {
            return store.getUsableSpace();
        } catch (IOException e) {
            LOG.debug("the disk does not say how much is free", e);
            // Then it takes nothing either
            return 0;
        }
    }

    /** To be called several times a second: a busy gateway writes some hundred MB in one. */
    public void measure() {
        measured = free.getAsLong();
        low = low ? measured < reserve + reserve / 4 : measured < reserve;
    }

    public boolean isLow() {
        return low;
    }

    /** Bytes, as last measured. */
    public long free() {
        return measured;
    }

    /** @throws IOException while it is low: the probe of a health check */
    public void require() throws IOException {
        if (low) {
            throw new IOException(measured / MEBIBYTE + " MB are free on the disk of " + where + ", less than disk.reserve, "
                    + reserve / MEBIBYTE + " MB");
        }
    }
}
