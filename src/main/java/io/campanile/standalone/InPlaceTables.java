package io.campanile.standalone;

import org.h2.api.TableEngine;
import org.h2.command.Prepared;
import org.h2.command.ddl.CreateTableData;
import org.h2.engine.SessionLocal;
import org.h2.mvstore.db.MVTable;
import org.h2.mvstore.db.Store;
import org.h2.result.LocalResult;
import org.h2.result.Row;
import org.h2.table.Table;
import org.h2.value.DataType;

/**
 * Tables of H2 that change a row where it is. By itself H2 takes the row out of its table and of all indexes, and puts the new one in: then each page
 * of an index on the way is written anew, though nothing in it has changed, and a change costs four steps for each index rather than none. H2 can do
 * without, and does so for its own table of tables (decision 0036). Named in the address by which the database is opened; nothing in the file depends
 * on it. Thread-safe.
 */
public final class InPlaceTables implements TableEngine {

    /** Of one row, as it was and as it will be. */
    private static final int ONE_CHANGE = 2;

    @Override
    public Table createTable(CreateTableData data) {
        Store store = data.session.getDatabase().getStore();
        return data.temporary || hasLargeObjects(data) ? store.createTable(data) : new InPlaceTable(data, store);
    }

    /** Only tables that the store has made itself give back what a transaction that is rolled back kept apart from its rows. */
    private static boolean hasLargeObjects(CreateTableData data) {
        return data.columns.stream().anyMatch(column -> DataType.isLargeObject(column.getType().getValueType()));
    }

    private static final class InPlaceTable extends MVTable {

        private InPlaceTable(CreateTableData data, Store store) {
            super(data, store);
        }

        /** Of several rows one may be given the key that another one has until it is changed as well: they are taken out first. */
        @Override
        public void updateRows(Prepared prepared, SessionLocal session, LocalResult rows) {
            if (rows.getRowCount() == ONE_CHANGE) {
                rows.next();
                Row before = rows.currentRowForTable();
                rows.next();
                updateRow(session, before, rows.currentRowForTable());
            } else {
                super.updateRows(prepared, session, rows);
            }
        }
    }
}
