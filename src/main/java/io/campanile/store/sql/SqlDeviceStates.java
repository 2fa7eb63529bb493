package io.campanile.store.sql;

import io.campanile.domain.CodedException;
import io.campanile.domain.ErrorCode;
import io.campanile.domain.device.DeviceStates;
import io.campanile.domain.device.DeviceTypes;
import io.campanile.domain.device.Report;
import java.util.List;
import javax.sql.DataSource;
import org.jdbi.v3.core.JdbiException;

/**
 * Devices' states and history in SQL, in one transaction per batch, so that there is no moment at which one is there
 * without the other. {@code (sn, report_id)} fences repeats, {@code version} fences a second writer: the one who comes
 * later finds its version gone, undoes everything and begins again from what is there. Thread-safe.
 */
public final class SqlDeviceStates implements DeviceStates {

    private final Sql sql;
    private final DeviceTypes types;

    public SqlDeviceStates(DataSource dataSource, DeviceTypes types) {
        this.sql = new Sql(dataSource);
        this.types = types;
    }

    /**
     * @throws CodedException 400 when the database refuses a value, such as one too long, 413 when a state would grow too
     *     large, 503 when the database is away
     */
    @Override
    public Merged merge(List<Report> reports) {
        try {
            return OvertakenException.retry(() -> sql.transaction(handle -> new ReportMerge(handle, types).run(reports)));
        } catch (JdbiException e) {
            throw Sql.isAboutTheValue(e) ? new CodedException(ErrorCode.INVALID, "the database refuses the report: " + e.getCause().getMessage()) : e;
        }
    }
}
