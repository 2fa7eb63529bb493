package io.campanile.store.sql.redo;

import org.h2.mvstore.DataUtils;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;

/** Up to which place of its log a database has all, kept in a map of its own. Thread-safe. */
final class RedoPlace {

    private static final int ONLY = 0;

    private final MVStore store;
    private final MVMap<Integer, Long> map;

    RedoPlace(MVStore store) {
        this.store = store;
        this.map = store.openMap("campanile.redo");
    }

    long get() {
        return map.getOrDefault(ONLY, 0L);
    }

    /** Lets the file be written. @return the number that H2 gives to that write */
    int newestWrite() {
        set(get());
        StoreFile.write(store);
        return DataUtils.getPageChunkId(map.getRootPage().getPos());
    }

    /**
     * Not while the file is being written: H2 takes one map after the other for that, and the file would have this one with a place
     * of which it lacks what another map had got before.
     */
    void set(long place) {
        store.executeFilestoreOperation(() -> map.put(ONLY, place));
    }
}
