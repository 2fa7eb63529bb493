package io.campanile.store.sql;

import io.campanile.domain.due.DueRecords;
import io.campanile.domain.due.DueRecordsContract;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Due records in SQL. */
class SqlDueRecordsTest extends DueRecordsContract {

    @RegisterExtension
    static final DatabaseFixture DATABASE = new DatabaseFixture();

    @Override
    protected DueRecords records() {
        return new SqlDueRecords(DATABASE.dataSource(), clock);
    }
}
