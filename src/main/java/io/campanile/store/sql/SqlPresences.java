package io.campanile.store.sql;

import io.campanile.domain.device.Presence;
import io.campanile.domain.device.PresenceEvent;
import io.campanile.domain.device.Presences;
import java.util.List;
import java.util.TreeSet;
import javax.sql.DataSource;
import org.jdbi.v3.core.Handle;

/** Presence in the devices' rows; each event is one fenced update. Thread-safe. */
public final class SqlPresences implements Presences {

    private final Sql sql;

    public SqlPresences(DataSource dataSource) {
        this.sql = new Sql(dataSource);
    }

    @Override
    public List<Presence> apply(List<PresenceEvent> events) {
        return sql.transaction(handle -> {
            TreeSet<String> named = new TreeSet<>();
            for (PresenceEvent event : events) {
                if (event.sn() == null) {
                    named.addAll(endAllBefore(handle, event));
                } else {
                    named.add(event.sn());
                    apply(handle, event);
                }
            }
            return named.isEmpty() ? List.<Presence>of() : handle
                    .createQuery("SELECT sn, type, online, presence_at FROM device WHERE sn IN (<sns>) ORDER BY sn")
                    .bindList("sns", List.copyOf(named))
                    .map((row, context) -> new Presence(row.getString("sn"), row.getString("type"), row.getBoolean("online"),
                            row.getLong("presence_at")))
                    .list();
        });
    }

    @Override
    public List<String> nodes() {
        return sql.read(handle -> handle.createQuery("SELECT DISTINCT node FROM device WHERE node IS NOT NULL AND online")
                .mapTo(String.class).list());
    }

    private static void apply(Handle handle, PresenceEvent event) {
        if (event.online()) {
            handle.execute("UPDATE device SET online = TRUE, connection_id = ?, node = ?, presence_at = ? WHERE sn = ? AND presence_at <= ? "
                            + "AND NOT (online AND connection_id IS NOT DISTINCT FROM CAST(? AS VARCHAR))",
                    event.connectionId(), event.node(), event.ts(), event.sn(), event.ts(), event.connectionId());
        } else {
            handle.execute("UPDATE device SET online = FALSE, presence_at = ? WHERE sn = ? AND presence_at <= ? AND online "
                            + "AND (connection_id = ? OR connection_id IS NULL)",
                    event.ts(), event.sn(), event.ts(), event.connectionId());
        }
    }

    /** The broker began anew, or the node is gone: whoever connected there before is gone, though nobody said so. */
    private static List<String> endAllBefore(Handle handle, PresenceEvent event) {
        List<String> gone = handle.createQuery("SELECT sn FROM device WHERE online AND presence_at < :ts "
                        + "AND node IS NOT DISTINCT FROM CAST(:node AS VARCHAR) ORDER BY sn")
                .bind("ts", event.ts()).bind("node", event.node()).mapTo(String.class).list();
        if (!gone.isEmpty()) {
            handle.createUpdate("UPDATE device SET online = FALSE, presence_at = :ts WHERE online AND presence_at < :ts "
                            + "AND node IS NOT DISTINCT FROM CAST(:node AS VARCHAR)")
                    .bind("ts", event.ts()).bind("node", event.node()).execute();
        }
        return gone;
    }
}
