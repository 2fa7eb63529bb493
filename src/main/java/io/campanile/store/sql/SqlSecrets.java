package io.campanile.store.sql;

import io.campanile.domain.session.SharedSecrets;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import javax.sql.DataSource;

/** The table {@code shared_secret}: insert if absent, then read, so that all who race get the first one's. */
public final class SqlSecrets implements SharedSecrets {

    private final Sql sql;
    private final Clock clock;

    public SqlSecrets(DataSource dataSource, Clock clock) {
        this.sql = new Sql(dataSource);
        this.clock = clock;
    }

    @Override
    public String getOrCreate(String name, Supplier<String> made) {
        return find(name).orElseGet(() -> {
            sql.run(handle -> handle.createUpdate("""
                            INSERT INTO shared_secret (name, secret, created_at)
                            VALUES (:name, :secret, :now) ON CONFLICT DO NOTHING""")
                    .bind("name", name).bind("secret", made.get()).bind("now", clock.millis())
                    .execute());
            return find(name).orElseThrow();
        });
    }

    @Override
    public List<SharedSecret> family(String name) {
        return sql.read(handle -> handle.createQuery("SELECT name, secret, created_at FROM shared_secret WHERE name = :name OR name LIKE :others")
                .bind("name", name).bind("others", name + "-%")
                .map((row, context) -> new SharedSecret(row.getString("name"), row.getString("secret"), row.getLong("created_at"))).list());
    }

    @Override
    public void forget(String name) {
        sql.run(handle -> handle.createUpdate("DELETE FROM shared_secret WHERE name = :name").bind("name", name).execute());
    }

    private Optional<String> find(String name) {
        return sql.read(handle -> handle.createQuery("SELECT secret FROM shared_secret WHERE name = :name")
                .bind("name", name).mapTo(String.class).findOne());
    }
}
