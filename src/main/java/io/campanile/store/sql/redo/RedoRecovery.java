package io.campanile.store.sql.redo;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.h2.engine.Database;
import org.h2.engine.SessionLocal;
import org.h2.mvstore.MVStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Does again what a database's log tells beyond the place up to which the database has all; used once, by nobody beside. */
final class RedoRecovery {

    private static final Logger LOG = LoggerFactory.getLogger(RedoRecovery.class);

    private final SessionLocal lobs;
    private final MVStore store;
    private final RedoPlace place;
    private final Set<Long> revoked = new HashSet<>();
    private long first;
    private long last;
    private int redone;

    RedoRecovery(Database database) {
        this.lobs = database.getLobSession();
        this.store = database.getStore().getMvStore();
        this.place = new RedoPlace(store);
    }

    /**
     * @param files in their order
     * @return whether anything was done: what is open of the database does not know of it
     * @throws IllegalStateException when the log goes on from a later database, such as when this one is a backup
     */
    boolean run(List<Path> files) throws IOException {
        int known = each(files, record -> revoked.add(record.revokes()));
        if (known > 0 && first > place.get() + 1) {
            throw new IllegalStateException("the database is older than its log, in " + files.get(0).getParent()
                    + ": if it is a backup, move the files there away; what they tell is in no other place");
        }
        int takenBack = new Unfinished(store, place.newestWrite()).takeBack();
        if (known > 0 && last > place.get()) {
            each(files, this::redo);
            place.set(last);
            LOG.info("{} transactions were in the log, and are in the database's file now", redone);
        } else if (takenBack == 0) {
            return false;
        }
        StoreFile.write(store);
        store.sync();
        return true;
    }

    private void redo(RedoRecord record) {
        if (record.place() > place.get() && record.revokes() == 0 && !revoked.contains(record.place())) {
            record.apply(store, lobs::removeAtCommitStop);
            redone++;
        }
    }

    /** Ends at a gap, as a machine that lost its power may leave one: what follows builds on what is missing. */
    private int each(List<Path> files, Consumer<RedoRecord> work) throws IOException {
        last = 0;
        int[] count = new int[1];
        for (Path file : files) {
            RedoFile.read(file, bytes -> {
                RedoRecord record = RedoRecord.read(bytes);
                if (last != 0 && record.place() != last + 1) {
                    LOG.warn("the log of the database has a gap after {}, as when a machine loses its power: what follows is lost", last);
                    return false;
                }
                first = last == 0 ? record.place() : first;
                last = record.place();
                work.accept(record);
                count[0]++;
                return true;
            });
        }
        return count[0];
    }
}
