package io.campanile.store.sql.redo;

import org.h2.mvstore.MVStore;
import org.h2.mvstore.MVStoreException;

/** The file of an embedded database. Thread-safe. */
public final class StoreFile {

    private StoreFile() {
    }

    /**
     * Writes all that is committed. H2 may have taken it for a write that goes on in a thread of its own: a commit of the store finds
     * nothing to do then, and would end before that.
     *
     * @throws MVStoreException when it cannot be written, or the database is closed
     */
    public static void write(MVStore store) {
        store.commit();
        // One in memory has no file
        if (store.getFileStore() != null) {
            store.executeFilestoreOperation(() -> { });
        }
    }
}
