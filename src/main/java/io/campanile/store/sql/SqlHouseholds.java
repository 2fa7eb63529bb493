package io.campanile.store.sql;

import io.campanile.domain.CodedException;
import io.campanile.domain.device.DeviceView;
import io.campanile.domain.session.Household;
import io.campanile.domain.session.Household.Resident;
import io.campanile.domain.session.Households;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import javax.sql.DataSource;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/** The tables {@code household}, {@code household_resident} and {@code household_device}. */
public final class SqlHouseholds implements Households {

    /** A subquery, not a join: a device that is in two of the user's households comes once. */
    static final String OF_USER = """
            sn IN (SELECT d.sn FROM household_device d JOIN household_resident r ON r.number = d.number
            WHERE r.user_id = :user_id)""";

    private final Sql sql;
    private final Clock clock;

    public SqlHouseholds(DataSource dataSource, Clock clock) {
        this.sql = new Sql(dataSource);
        this.clock = clock;
    }

    @Override
    public Set<String> put(Household household) {
        return sql.run(handle -> handle.inTransaction(transaction -> replace(transaction, household)));
    }

    private Set<String> replace(Handle handle, Household household) {
        Set<String> userIds = new TreeSet<>();
        household.residents().forEach(resident -> userIds.add(resident.userId()));
        requireAll(handle, "user", "account", "user_id", userIds);
        requireAll(handle, "device", "device", "sn", household.devices());
        handle.execute("INSERT INTO household (number, updated_at) VALUES (?, ?) ON CONFLICT DO NOTHING",
                household.number(), clock.millis());
        // Also locks the row: of two who write the same household, one is wholly the later
        handle.execute("UPDATE household SET updated_at = ? WHERE number = ?", clock.millis(), household.number());
        userIds.addAll(handle.createQuery("SELECT user_id FROM household_resident WHERE number = ?")
                .bind(0, household.number()).mapTo(String.class).list());
        handle.execute("DELETE FROM household_resident WHERE number = ?", household.number());
        handle.execute("DELETE FROM household_device WHERE number = ?", household.number());
        insert(handle, household);
        return userIds;
    }

    static void requireAll(Handle handle, String what, String table, String column, Collection<String> ids) {
        if (ids.isEmpty()) {
            return;
        }
        Set<String> missing = new TreeSet<>(ids);
        missing.removeAll(handle.createQuery("SELECT " + column + " FROM " + table + " WHERE " + column + " IN (<ids>)")
                .bindList("ids", List.copyOf(ids)).mapTo(String.class).list());
        if (!missing.isEmpty()) {
            throw CodedException.notFound(what + ": " + String.join(", ", missing));
        }
    }

    private static void insert(Handle handle, Household household) {
        PreparedBatch residents = handle.prepareBatch("INSERT INTO household_resident (number, user_id, phone) VALUES (?, ?, ?)");
        household.residents().forEach(resident -> residents.add(household.number(), resident.userId(), resident.phone()));
        residents.execute();
        PreparedBatch devices = handle.prepareBatch("INSERT INTO household_device (number, sn) VALUES (?, ?)");
        household.devices().forEach(sn -> devices.add(household.number(), sn));
        devices.execute();
    }

    @Override
    public Optional<Household> find(String number) {
        return sql.read(handle -> handle.createQuery("SELECT number FROM household WHERE number = ?")
                .bind(0, number).mapTo(String.class).findOne().map(found -> read(handle, found)));
    }

    @Override
    public List<Household> page(String after, int limit) {
        return sql.read(handle -> handle.createQuery("SELECT number FROM household WHERE number > ? ORDER BY number LIMIT ?")
                .bind(0, after == null ? "" : after).bind(1, limit).mapTo(String.class).list()
                .stream().map(number -> read(handle, number)).toList());
    }

    private static Household read(Handle handle, String number) {
        List<Resident> residents = handle
                .createQuery("SELECT user_id, phone FROM household_resident WHERE number = ? ORDER BY user_id").bind(0, number)
                .map((row, context) -> new Resident(row.getString("user_id"), row.getString("phone"))).list();
        return new Household(number, residents, new TreeSet<>(handle
                .createQuery("SELECT sn FROM household_device WHERE number = ?").bind(0, number).mapTo(String.class).list()));
    }

    @Override
    public boolean share(String userId, String sn) {
        return sql.read(handle -> handle.createQuery("SELECT sn FROM household_device WHERE sn = :sn AND " + OF_USER + " LIMIT 1")
                .bind("sn", sn).bind("user_id", userId).mapTo(String.class).findOne()).isPresent();
    }

    @Override
    public Set<String> residentsOf(String sn) {
        return sql.read(handle -> new TreeSet<>(handle.createQuery("""
                        SELECT r.user_id FROM household_resident r JOIN household_device d ON d.number = r.number WHERE d.sn = ?""")
                .bind(0, sn).mapTo(String.class).list()));
    }

    @Override
    public List<DeviceView> devicesOf(String userId, String type, String after, int limit) {
        String ofType = type == null ? "" : " AND type = :type";
        return sql.read(handle -> {
            var query = handle.createQuery(SqlDeviceRegistry.VIEW + " WHERE sn > :after AND " + OF_USER + ofType
                            + " ORDER BY sn LIMIT :limit")
                    .bind("user_id", userId).bind("after", after == null ? "" : after).bind("limit", limit);
            if (type != null) {
                query.bind("type", type);
            }
            return query.map(SqlDeviceRegistry::view).list();
        });
    }
}
