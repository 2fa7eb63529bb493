package io.campanile.store.sql;

import io.campanile.domain.CodedException;
import io.campanile.domain.ErrorCode;
import io.campanile.domain.device.CommandEvent;
import io.campanile.domain.device.CommandEvent.Confirmed;
import io.campanile.domain.device.CommandEvent.Given;
import io.campanile.domain.device.CommandEvent.Listening;
import io.campanile.domain.device.CommandEvent.Replied;
import io.campanile.domain.device.CommandQueues;
import io.campanile.domain.device.CommandState;
import io.campanile.domain.device.CommandView;
import io.campanile.store.sql.CommandQueue.Receiver;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.JdbiException;
import org.jdbi.v3.core.statement.Query;

/**
 * The tables {@code command}, {@code command_queue} and {@code desired}. The rows of {@code command_queue} are held while
 * their devices' commands are worked on, in the order of the sns, so two writers wait for each other. Thread-safe.
 */
public final class SqlCommandQueues implements CommandQueues {

    /** ms; a transport that had nobody to give a command to is asked again after this. */
    private static final long SOON = 500;

    private final Sql sql;
    private final CommandTimes times;
    private final Clock clock;

    public SqlCommandQueues(DataSource dataSource, CommandTimes times, Clock clock) {
        this.sql = new Sql(dataSource);
        this.times = times;
        this.clock = clock;
    }

    @Override
    public Work take(List<CommandEvent> events) {
        if (events.isEmpty()) {
            return new Work(List.of(), List.of(), List.of());
        }
        try {
            return sql.run(handle -> handle.inTransaction(transaction -> take(transaction, events)));
        } catch (JdbiException e) {
            throw Sql.isAboutTheValue(e) ? new CodedException(ErrorCode.INVALID, "the database refuses the command: " + e.getMessage()) : e;
        }
    }

    private Work take(Handle handle, List<CommandEvent> events) {
        Map<String, CommandQueue> queues = held(handle, events.stream().map(CommandEvent::sn).distinct().sorted().toList());
        List<Answer> answers = new ArrayList<>();
        List<Replied> strangers = new ArrayList<>();
        for (CommandEvent event : events) {
            CommandQueue queue = queues.get(event.sn());
            if (event instanceof Replied replied) {
                if (queue == null || !queue.has(replied.reply().commandId())) {
                    strangers.add(replied);
                } else {
                    queue.reply(replied).ifPresent(answers::add);
                }
            } else if (queue != null) {
                take(queue, event);
            }
        }
        List<Delivery> deliveries = queues.values().stream().flatMap(queue -> queue.settle().stream()).toList();
        return new Work(deliveries, answers, strangers);
    }

    private static void take(CommandQueue queue, CommandEvent event) {
        if (event instanceof Given given) {
            queue.add(given.command());
        } else if (event instanceof Confirmed confirmed) {
            queue.confirm(confirmed.commandId());
        } else if (event instanceof Listening listening) {
            queue.listen(listening.connectionId());
        }
    }

    private Map<String, CommandQueue> held(Handle handle, List<String> sns) {
        handle.createUpdate("INSERT INTO command_queue (sn, version) SELECT sn, 0 FROM device WHERE sn IN (<sns>) ON CONFLICT DO NOTHING")
                .bindList("sns", sns).execute();
        record Held(long version, String listening) {
        }
        Map<String, Held> rows = new TreeMap<>();
        handle.createQuery("SELECT sn, version, listening FROM command_queue WHERE sn IN (<sns>) ORDER BY sn FOR UPDATE")
                .bindList("sns", sns)
                .map((row, context) -> rows.put(row.getString("sn"), new Held(row.getLong("version"), row.getString("listening"))))
                .list();
        long now = clock.millis();
        return handle.createQuery("SELECT sn, type, online, connection_id, node FROM device WHERE sn IN (<sns>) ORDER BY sn")
                .bindList("sns", sns)
                .map((row, context) -> new Receiver(row.getString("sn"), row.getString("type"), row.getBoolean("online"),
                        row.getString("connection_id"), row.getString("node")))
                .stream().filter(receiver -> rows.containsKey(receiver.sn()))
                .collect(Collectors.toMap(Receiver::sn, receiver -> new CommandQueue(handle, times, now, receiver,
                        rows.get(receiver.sn()).version(), rows.get(receiver.sn()).listening()), (one, same) -> one, LinkedHashMap::new));
    }

    @Override
    public void release(Delivery delivery) {
        long due = Math.min(delivery.command().expiresAt(), clock.millis() + SOON);
        sql.run(handle -> handle.execute("UPDATE command SET attempted_at = NULL, due_at = ? WHERE command_id = ? AND state = ?",
                due, delivery.command().commandId(), CommandState.PENDING.wireName()));
    }

    @Override
    public List<String> due(int limit) {
        return sql.read(handle -> handle.createQuery("SELECT DISTINCT sn FROM command WHERE due_at <= ? LIMIT ?")
                .bind(0, clock.millis()).bind(1, limit).mapTo(String.class).list());
    }

    @Override
    public Optional<CommandView> find(String sn, String commandId) {
        return sql.read(handle -> handle.createQuery(CommandRows.COLUMNS + "WHERE command_id = ? AND sn = ?")
                .bind(0, commandId).bind(1, sn).map(CommandRows::view).findOne());
    }

    @Override
    public List<CommandView> page(String sn, CommandState state, String after, String before, int limit) {
        String ofState = state == null ? "" : " AND state = :state";
        String order = after == null ? " AND version < :bound ORDER BY version DESC" : " AND version > :bound ORDER BY version";
        return sql.read(handle -> {
            long bound = after != null ? version(handle, sn, "after", after)
                    : before != null ? version(handle, sn, "before", before) : Long.MAX_VALUE;
            Query query = handle.createQuery(CommandRows.COLUMNS + "WHERE sn = :sn" + ofState + order + " LIMIT :limit")
                    .bind("sn", sn).bind("bound", bound).bind("limit", limit);
            if (state != null) {
                query.bind("state", state.wireName());
            }
            return query.map(CommandRows::view).list();
        });
    }

    private static long version(Handle handle, String sn, String parameter, String commandId) {
        return handle.createQuery("SELECT version FROM command WHERE command_id = ? AND sn = ?").bind(0, commandId).bind(1, sn)
                .mapTo(Long.class).findOne().orElseThrow(() -> CodedException.invalid(parameter, "no such command of this device"));
    }

    @Override
    public Desired desired(String sn) {
        return sql.read(handle -> {
            Map<String, Object> values = new TreeMap<>();
            Map<String, Object> reported = new TreeMap<>();
            long[] versions = new long[2];
            handle.createQuery("SELECT service, version, body, reported_version, reported FROM desired WHERE sn = ?").bind(0, sn)
                    .map((row, context) -> {
                        values.put(row.getString("service"), Json.object(row.getString("body")));
                        if (row.getString("reported") != null) {
                            reported.put(row.getString("service"), Json.object(row.getString("reported")));
                        }
                        versions[0] = Math.max(versions[0], row.getLong("version"));
                        versions[1] = Math.max(versions[1], row.getLong("reported_version"));
                        return row.getString("service");
                    }).list();
            return new Desired(values, versions[0], reported, versions[1]);
        });
    }
}
