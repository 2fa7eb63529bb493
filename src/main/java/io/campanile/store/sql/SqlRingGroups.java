package io.campanile.store.sql;

import io.campanile.domain.call.CallTarget;
import io.campanile.domain.call.RingGroups;
import java.util.Set;
import java.util.TreeSet;
import javax.sql.DataSource;

/** By the tables of {@link SqlHouseholds}; a single resident is anybody who has an account. */
public final class SqlRingGroups implements RingGroups {

    private final Sql sql;

    public SqlRingGroups(DataSource dataSource) {
        this.sql = new Sql(dataSource);
    }

    @Override
    public Set<String> residents(String deviceId, CallTarget target) {
        String query = switch (target.kind()) {
            case RESIDENT -> "SELECT user_id FROM account WHERE user_id = ?";
            case HOUSEHOLD -> "SELECT user_id FROM household_resident WHERE number = ?";
            case PHONE -> "SELECT user_id FROM household_resident WHERE phone = ?";
            case EVERYBODY -> "SELECT r.user_id FROM household_resident r JOIN household_device d ON d.number = r.number WHERE d.sn = ?";
        };
        String value = target.value() == null ? deviceId : target.value();
        return sql.read(handle -> new TreeSet<>(handle.createQuery(query).bind(0, value).mapTo(String.class).list()));
    }
}
