package io.campanile.store.sql;

import io.campanile.domain.CodedException;
import io.campanile.domain.device.RecordedReport;
import io.campanile.domain.device.ReportHistory;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

import java.util.List;
import javax.sql.DataSource;

/** Reads the table {@code report}. */
public final class SqlReportHistory implements ReportHistory {

    private static final String IN_RANGE =
            "SELECT body, received_at, applied FROM report WHERE sn = :sn AND ts >= :from AND ts <= :to";
    private static final String NEWEST_FIRST = " ORDER BY ts DESC, report_id DESC LIMIT :limit";
    /** The first half alone narrows the index; the second decides among equal times. */
    private static final String OLDER = " AND ts <= :ts AND (ts < :ts OR report_id < :before)";

    private final Sql sql;

    public SqlReportHistory(DataSource dataSource) {
        this.sql = new Sql(dataSource);
    }

    @Override
    public List<RecordedReport> page(String sn, long from, long to, String before, int limit) {
        return sql.read(handle -> {
            Query query = before == null
                    ? handle.createQuery(IN_RANGE + NEWEST_FIRST)
                    : handle.createQuery(IN_RANGE + OLDER + NEWEST_FIRST)
                            .bind("ts", time(handle, sn, before)).bind("before", before);
            return query.bind("sn", sn).bind("from", from).bind("to", to).bind("limit", limit)
                    .map((row, context) -> new RecordedReport(Json.object(row.getString("body")),
                            row.getLong("received_at"), row.getBoolean("applied")))
                    .list();
        });
    }

    private static long time(Handle handle, String sn, String reportId) {
        return handle.createQuery("SELECT ts FROM report WHERE sn = :sn AND report_id = :report_id")
                .bind("sn", sn).bind("report_id", reportId)
                .mapTo(Long.class).findOne()
                .orElseThrow(() -> CodedException.invalid("before", "no such report of this device"));
    }
}
