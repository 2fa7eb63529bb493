package io.campanile.store.sql.redo;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.h2.mvstore.DataUtils;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.WriteBuffer;
import org.h2.mvstore.tx.Transaction;
import org.h2.mvstore.tx.TransactionStore.Change;
import org.h2.result.Row;
import org.h2.value.ValueLob;
import org.h2.value.VersionedValue;
import org.h2.value.lob.LobDataDatabase;

/**
 * What one transaction changed in the maps of which H2 makes its tables and indexes: each key that it touched, and the value that is
 * there then or that there is none. To apply it again changes nothing, whatever part of it was there before.
 *
 * @param place   in the log, each one more than the one before
 * @param revokes the place of the one that was rolled back after it had been written; 0 for one that tells changes
 * @param changes to be read by {@link #apply}
 */
record RedoRecord(long place, long revokes, ByteBuffer changes) {

    private static final int HEAD = RedoFile.PREFIX + 2 * Long.BYTES;
    private static final byte ABSENT = 0;
    private static final byte PRESENT = 1;
    private static final int END = -1;
    /** How H2 makes one number of a transaction and a step of it ({@code TransactionStore.getTransactionId}). */
    private static final int STEPS = 40;

    /** What a record tells. */
    enum Content {
        NOTHING, KEYS,
        /** Also a value that is new and kept apart from its row. */
        LARGE
    }

    static RedoRecord read(ByteBuffer bytes) {
        return new RedoRecord(bytes.getLong(), bytes.getLong(), bytes);
    }

    /** Fills in what is known last. */
    static void head(WriteBuffer buffer, long place, long revokes) {
        buffer.getBuffer().putLong(RedoFile.PREFIX, place).putLong(RedoFile.PREFIX + Long.BYTES, revokes);
    }

    /** Leaves room for the head. */
    static void begin(WriteBuffer buffer) {
        buffer.clear();
        buffer.position(HEAD);
    }

    /**
     * All that the transaction has touched so far, also what it only held: of what another one was rolled back from there the file may
     * have a part, which H2 would take for this one's.
     */
    @SuppressWarnings("unchecked")
    static Content write(WriteBuffer buffer, Transaction transaction, MVStore store) {
        begin(buffer);
        Map<String, MVMap<Object, VersionedValue<Object>>> maps = new HashMap<>();
        Map<String, Set<Long>> rows = new HashMap<>();
        Content content = Content.NOTHING;
        Iterator<Change> changes = transaction.getChanges(0);
        while (changes.hasNext()) {
            Change change = changes.next();
            // A row is often held first; keys of an index cannot be told from each other, and may be written twice
            if (!isKept(change.mapName) || change.key instanceof Long row && !rows.computeIfAbsent(change.mapName, name -> new HashSet<>()).add(row)) {
                continue;
            }
            MVMap<Object, VersionedValue<Object>> map = maps.computeIfAbsent(change.mapName, store::openMap);
            VersionedValue<Object> there = map.get(change.key);
            Object value = there == null ? null : there.getCurrentValue();
            if (there != null && there.getOperationId() >>> STEPS == transaction.getId()) {
                buffer.putVarInt(map.getId());
                map.getKeyType().write(buffer, change.key);
                buffer.put(value == null ? ABSENT : PRESENT);
                if (value != null) {
                    map.getValueType().write(buffer, (VersionedValue<Object>) value);
                }
                boolean large = value instanceof Row row && value != there.getCommittedValue() && !large(row).isEmpty();
                content = large || content == Content.LARGE ? Content.LARGE : Content.KEYS;
            }
        }
        buffer.putVarInt(END);
        return content;
    }

    /** Whether it outlives the process. */
    static boolean isKept(String map) {
        return map.startsWith("table.") || isIndex(map);
    }

    private static boolean isIndex(String map) {
        return map.startsWith("index.");
    }

    /** What is kept apart from it; for nearly all rows nothing, which is found without making anything. */
    private static List<ValueLob> large(Row row) {
        List<ValueLob> large = List.of();
        for (int column = 0; column < row.getColumnCount(); column++) {
            if (row.getValue(column) instanceof ValueLob lob && lob.getLobData() instanceof LobDataDatabase) {
                large = large.isEmpty() ? new ArrayList<>() : large;
                large.add(lob);
            }
        }
        return large;
    }

    /**
     * @param kept is told what rows have apart from them: H2 has taken the transaction back, and would remove it when it is closed
     * @throws IllegalStateException when the database lacks a map
     */
    void apply(MVStore store, Consumer<ValueLob> kept) {
        for (int id = DataUtils.readVarInt(changes); id != END; id = DataUtils.readVarInt(changes)) {
            MVMap<Object, VersionedValue<Object>> map = store.getMap(id);
            if (map == null) {
                throw new IllegalStateException("the database has no map " + id);
            }
            Object key = map.getKeyType().read(changes);
            if (changes.get() == ABSENT) {
                map.remove(key);
            } else {
                VersionedValue<Object> value = map.getValueType().read(changes);
                map.put(key, value);
                if (value.getCurrentValue() instanceof Row row) {
                    large(row).forEach(kept);
                }
            }
        }
    }
}
