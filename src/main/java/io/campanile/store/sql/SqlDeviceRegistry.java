package io.campanile.store.sql;

import io.campanile.domain.CodedException;
import io.campanile.domain.ErrorCode;
import io.campanile.domain.device.Device;
import io.campanile.domain.device.DeviceCredentials;
import io.campanile.domain.device.DeviceRegistry;
import io.campanile.domain.device.DeviceState;
import io.campanile.domain.device.DeviceView;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.jdbi.v3.core.statement.StatementContext;

/** The table {@code device}. */
public final class SqlDeviceRegistry implements DeviceRegistry {

    static final String VIEW =
            "SELECT sn, type, name, state, state_ts, version, updated_at, online, presence_at FROM device";

    private final Sql sql;
    private final Clock clock;

    public SqlDeviceRegistry(DataSource dataSource, Clock clock) {
        this.sql = new Sql(dataSource);
        this.clock = clock;
    }

    @Override
    public void register(Device device, String secret) {
        int inserted = sql.run(handle -> handle.createUpdate("""
                        INSERT INTO device (sn, type, name, secret, registered_at,
                                            state, state_ts, version, updated_at, online, presence_at)
                        VALUES (:sn, :type, :name, :secret, :now, '{}', 0, 0, 0, FALSE, 0)
                        ON CONFLICT DO NOTHING""")
                .bind("sn", device.sn()).bind("type", device.type()).bind("name", device.name())
                .bind("secret", secret).bind("now", clock.millis())
                .execute());
        if (inserted == 0) {
            throw new CodedException(ErrorCode.CONFLICT, "sn: " + device.sn() + " is taken");
        }
    }

    @Override
    public boolean rotateSecret(String sn, String before, String secret) {
        return sql.run(handle -> handle.createUpdate("UPDATE device SET secret = :secret WHERE sn = :sn AND secret = :before")
                .bind("sn", sn).bind("before", before).bind("secret", secret)
                .execute()) == 1;
    }

    @Override
    public Optional<DeviceCredentials> credentials(String sn) {
        return sql.read(handle -> handle.createQuery("SELECT secret, type FROM device WHERE sn = :sn")
                .bind("sn", sn).map((row, context) -> new DeviceCredentials(row.getString("secret"), row.getString("type"))).findOne());
    }

    @Override
    public Optional<DeviceView> find(String sn) {
        return sql.read(handle -> handle.createQuery(VIEW + " WHERE sn = :sn")
                .bind("sn", sn).map(SqlDeviceRegistry::view).findOne());
    }

    @Override
    public List<DeviceView> page(String type, String after, int limit) {
        // No sn sorts before the empty text, so it stands for the beginning.
        String ofType = type == null ? "" : " AND type = :type";
        return sql.read(handle -> {
            var query = handle.createQuery(VIEW + " WHERE sn > :after" + ofType + " ORDER BY sn LIMIT :limit")
                    .bind("after", after == null ? "" : after).bind("limit", limit);
            if (type != null) {
                query.bind("type", type);
            }
            return query.map(SqlDeviceRegistry::view).list();
        });
    }

    static DeviceView view(ResultSet row, StatementContext context) throws SQLException {
        Device device = new Device(row.getString("sn"), row.getString("type"), row.getString("name"));
        DeviceState state = new DeviceState(device.sn(), device.type(), Json.object(row.getString("state")),
                row.getLong("state_ts"), row.getLong("version"), row.getLong("updated_at"));
        return new DeviceView(device, row.getBoolean("online"), state,
                Math.max(row.getLong("presence_at"), state.updatedAt()));
    }
}
