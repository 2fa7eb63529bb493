package io.campanile.store.sql;

import io.campanile.domain.CodedException;
import io.campanile.domain.ErrorCode;
import io.campanile.domain.device.DeviceStates;
import io.campanile.domain.device.DeviceTypes;
import io.campanile.domain.device.Report;
import java.sql.SQLException;
import java.util.List;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;

/**
 * Devices' states and history in SQL, in one transaction per batch, so that there is no moment at which one is there
 * without the other. {@code (sn, report_id)} fences repeats, {@code version} fences a second writer: the one who comes
 * later finds its version gone, undoes everything and begins again from what is there. Thread-safe.
 */
public final class SqlDeviceStates implements DeviceStates {

    private final Jdbi jdbi;
    private final DeviceTypes types;

    public SqlDeviceStates(Jdbi jdbi, DeviceTypes types) {
        this.jdbi = jdbi;
        this.types = types;
    }

    /**
     * @throws CodedException 400 when the database refuses a value, such as one too long, 413 when a state would grow too
     *     large; nothing was taken in
     */
    @Override
    public Merged merge(List<Report> reports) {
        try {
            return OvertakenException.retry(() -> jdbi.inTransaction(handle -> new ReportMerge(handle, types).run(reports)));
        } catch (JdbiException e) {
            throw e.getCause() instanceof SQLException sql && isAboutTheValue(sql)
                    ? new CodedException(ErrorCode.INVALID, "the database refuses the report: " + sql.getMessage()) : e;
        }
    }

    /** SQLSTATE classes 22, data exception, and 23, integrity constraint violation. */
    private static boolean isAboutTheValue(SQLException e) {
        return e.getSQLState() != null && (e.getSQLState().startsWith("22") || e.getSQLState().startsWith("23"));
    }
}
