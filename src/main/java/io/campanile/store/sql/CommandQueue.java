package io.campanile.store.sql;

import io.campanile.domain.device.Command;
import io.campanile.domain.device.CommandEvent.Replied;
import io.campanile.domain.device.CommandQueues.Answer;
import io.campanile.domain.device.CommandQueues.Delivery;
import io.campanile.domain.device.CommandReply;
import io.campanile.domain.device.CommandState;
import io.campanile.domain.device.CommandState.Event;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The commands of one device within one transaction, which holds the device's row of {@code command_queue}. */
final class CommandQueue {

    private static final Logger LOG = LoggerFactory.getLogger(CommandQueue.class);

    private final Handle handle;
    private final CommandTimes times;
    private final long now;
    private final Receiver receiver;
    private long version;
    private String listening;

    /**
     * Where the device is.
     *
     * @param connectionId its present connection; null where the broker does not tell
     * @param node         the node that holds its WebSocket; null for MQTT
     */
    record Receiver(String sn, String type, boolean online, String connectionId, String node) {
    }

    CommandQueue(Handle handle, CommandTimes times, long now, Receiver receiver, long version, String listening) {
        this.handle = handle;
        this.times = times;
        this.now = now;
        this.receiver = receiver;
        this.version = version;
        this.listening = listening;
    }

    void add(Command command) {
        long next = version + 1;
        String body = Json.text(command.values());
        int added = handle.execute("INSERT INTO command (command_id, sn, version, service, body, given_by, given_at, expires_at, "
                        + "supersedes, state, due_at, attempts) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0) ON CONFLICT DO NOTHING",
                command.commandId(), command.sn(), next, command.service(), body, command.givenBy(), command.givenAt(),
                command.expiresAt(), command.supersedes(), CommandState.PENDING.wireName(), command.expiresAt());
        if (added == 0) {
            return;
        }
        version = next;
        handle.execute("UPDATE command_queue SET version = ? WHERE sn = ?", version, sn());
        handle.execute("INSERT INTO desired (sn, service, version, body, reported_version) VALUES (?, ?, ?, ?, 0) ON CONFLICT DO NOTHING",
                sn(), command.service(), version, body);
        handle.execute("UPDATE desired SET version = ?, body = ? WHERE sn = ? AND service = ?", version, body, sn(), command.service());
        if (command.supersedes()) {
            supersede(command);
        }
    }

    /** One that may be on its way is left alone: the device may have it already. */
    private void supersede(Command command) {
        for (CommandState state : CommandState.changedBy(Event.SUPERSEDE)) {
            int ended = handle.execute("UPDATE command SET state = ?, due_at = NULL WHERE sn = ? AND service = ? AND version < ? "
                            + "AND state = ? AND (attempted_at IS NULL OR attempted_at <= ?)",
                    state.after(Event.SUPERSEDE).wireName(), sn(), command.service(), version, state.wireName(), now - times.copyLives());
            if (ended > 0) {
                LOG.info("command {} for {} supersedes {}", command.commandId(), sn(), ended);
            }
        }
    }

    void confirm(String commandId) {
        state(commandId).ifPresent(state -> {
            CommandState next = state.after(Event.CONFIRM);
            if (next != state) {
                handle.execute("UPDATE command SET state = ?, sent_at = ?, due_at = expires_at WHERE command_id = ?",
                        next.wireName(), now, commandId);
                LOG.info("command {} sent to {}", commandId, sn());
            }
        });
    }

    boolean has(String commandId) {
        return state(commandId).isPresent();
    }

    void listen(String connectionId) {
        listening = connectionId;
        handle.execute("UPDATE command_queue SET listening = ? WHERE sn = ?", connectionId, sn());
    }

    private record Row(CommandState state, String givenBy, String service, long version, String repliedBy) {
    }

    /** To a command that the device {@linkplain #has has}. Empty when there is nothing to tell. */
    Optional<Answer> reply(Replied replied) {
        CommandReply reply = replied.reply();
        Row row = handle.createQuery("SELECT state, given_by, service, version, replied_by FROM command WHERE command_id = ? AND sn = ?")
                .bind(0, reply.commandId()).bind(1, sn())
                .map((found, context) -> new Row(CommandRows.state(found), found.getString("given_by"), found.getString("service"),
                        found.getLong("version"), found.getString("replied_by")))
                .one();
        if (row.repliedBy() == null) {
            CommandState next = row.state().after(Event.REPLY);
            handle.execute("UPDATE command SET state = ?, due_at = NULL, replied_at = ?, reply_code = ?, reply_msg = ?, reply = ?, "
                            + "replied_by = ? WHERE command_id = ?",
                    next.wireName(), now, reply.code(), reply.msg(), Json.text(reply.values()), replied.recordId(), reply.commandId());
            if (reply.code() == 0) {
                handle.execute("UPDATE desired SET reported_version = ?, reported = ? WHERE sn = ? AND service = ? AND reported_version < ?",
                        row.version(), Json.text(reply.values()), sn(), row.service(), row.version());
            }
            LOG.info("command {} of {} replied with {}, is {}", reply.commandId(), sn(), reply.code(), next.wireName());
        } else if (!row.repliedBy().equals(replied.recordId())) {
            return Optional.empty();
        }
        return Optional.of(new Answer(sn(), receiver.type(), row.givenBy(), reply));
    }

    /** Ends what is over, and claims the next one for a device that is there. */
    Optional<Delivery> settle() {
        for (CommandState state : CommandState.changedBy(Event.EXPIRE)) {
            int ended = handle.execute("UPDATE command SET state = ?, due_at = NULL WHERE sn = ? AND state = ? AND expires_at <= ?",
                    state.after(Event.EXPIRE).wireName(), sn(), state.wireName(), now);
            if (ended > 0) {
                LOG.info("{} commands for {} expired while they were {}", ended, sn(), state.wireName());
            }
        }
        return handle.createQuery(CommandRows.COLUMNS.replace("FROM", ", attempted_at, attempted_on, attempts FROM")
                        + "WHERE sn = ? AND state = ? ORDER BY version LIMIT 1")
                .bind(0, sn()).bind(1, CommandState.PENDING.wireName())
                .map((row, context) -> new Attempt(CommandRows.command(row, context), row.getLong("attempted_at"),
                        row.getString("attempted_on"), row.getInt("attempts")))
                .findOne().flatMap(this::attempt);
    }

    private record Attempt(Command command, long at, String on, int count) {
    }

    private Optional<Delivery> attempt(Attempt last) {
        Command command = last.command();
        if (!isListening()) {
            due(command, command.expiresAt());
            return Optional.empty();
        }
        // Of a connection that lives the transport loses nothing; of one that ended, what it had is gone once the copy is
        long again = last.at() == 0 ? now
                : last.at() + (Objects.equals(last.on(), receiver.connectionId()) ? times.patience() : times.copyLives());
        if (again > now) {
            due(command, again);
            return Optional.empty();
        }
        handle.execute("UPDATE command SET attempted_at = ?, attempted_on = ?, attempts = ?, due_at = ? WHERE command_id = ?", now,
                receiver.connectionId(), last.count() + 1, Math.min(command.expiresAt(), now + times.patience()), command.commandId());
        return Optional.of(new Delivery(command, receiver.connectionId(), receiver.node()));
    }

    /** A WebSocket takes commands from its login on, MQTT from the subscription on, where the broker tells of it. */
    private boolean isListening() {
        return receiver.online() && (receiver.node() != null || !times.brokerTells()
                || receiver.connectionId() != null && receiver.connectionId().equals(listening));
    }

    private void due(Command command, long at) {
        long due = Math.min(command.expiresAt(), at);
        handle.execute("UPDATE command SET due_at = ? WHERE command_id = ? AND due_at <> ?", due, command.commandId(), due);
    }

    private Optional<CommandState> state(String commandId) {
        return handle.createQuery("SELECT state FROM command WHERE command_id = ? AND sn = ?").bind(0, commandId).bind(1, sn())
                .map((row, context) -> CommandRows.state(row)).findOne();
    }

    private String sn() {
        return receiver.sn();
    }
}
