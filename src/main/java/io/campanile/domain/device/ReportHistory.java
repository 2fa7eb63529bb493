package io.campanile.domain.device;

import java.util.List;

/** What every device ever reported (PROTOCOL 9). Thread-safe; blocks on the database. */
public interface ReportHistory {

    /**
     * A page of a device's reports, newest first: by {@code ts}, then by {@code report_id}, both descending.
     *
     * @param from   the earliest {@code ts}, inclusive, ms
     * @param to     the latest {@code ts}, inclusive, ms
     * @param before the {@code report_id} of the last row of the page before, exclusive; null for the first page
     * @throws io.campanile.domain.CodedException 400 when {@code before} names no report of this device
     */
    List<RecordedReport> page(String sn, long from, long to, String before, int limit);
}
