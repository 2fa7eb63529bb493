package io.campanile.store.sql.redo;

import java.util.ArrayList;
import java.util.List;
import org.h2.mvstore.Chunk;
import org.h2.mvstore.DataUtils;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.Page;
import org.h2.value.VersionedValue;

/**
 * What transactions have left that had not ended at a kill. H2 rolls back what it knows of, but takes one map after the other when it
 * writes its file, and so may have what one of them changed and not what that was before it did: for H2 that is committed
 * to some and not to others, as numbers of transactions are given again. The next write has both, so that only the last ones are looked at.
 * Used once, by nobody beside.
 */
final class Unfinished {

    /** Writes of the file, of which H2 makes some itself when it opens it. */
    private static final int LAST = 100;

    private final MVStore store;
    private final int newest;

    /** @param committed null for one that was not there */
    private record Found(Object key, Object committed) {

        /** What is committed is its own versioned value. */
        @SuppressWarnings("unchecked")
        void takeBack(MVMap<Object, VersionedValue<Object>> map) {
            if (committed == null) {
                map.remove(key);
            } else {
                map.put(key, (VersionedValue<Object>) committed);
            }
        }
    }

    /** @param newest the number of the last write of the file */
    Unfinished(MVStore store, int newest) {
        this.store = store;
        this.newest = newest;
    }

    /** @return of how many keys there is now what was committed */
    int takeBack() {
        int found = 0;
        for (String name : store.getMapNames()) {
            if (RedoRecord.isKept(name)) {
                found += takeBack(store.openMap(name));
            }
        }
        return found;
    }

    private int takeBack(MVMap<Object, VersionedValue<Object>> map) {
        List<Found> all = new ArrayList<>();
        if (isRecent(map.getRootPage().getPos())) {
            look(map.getRootPage(), all);
        }
        all.forEach(found -> found.takeBack(map));
        return all.size();
    }

    /** What is above a page that was written is written with it. */
    private void look(Page<Object, VersionedValue<Object>> page, List<Found> all) {
        if (page.isLeaf()) {
            for (int i = 0; i < page.getKeyCount(); i++) {
                if (page.getValue(i).getOperationId() != 0) {
                    all.add(new Found(page.getKey(i), page.getValue(i).getCommittedValue()));
                }
            }
            return;
        }
        for (int i = 0; i < page.getRawChildPageCount(); i++) {
            if (isRecent(page.getChildPagePos(i))) {
                look(page.getChildPage(i), all);
            }
        }
    }

    private boolean isRecent(long position) {
        return !DataUtils.isPageSaved(position) || (newest - DataUtils.getPageChunkId(position) & Chunk.MAX_ID) < LAST;
    }
}
