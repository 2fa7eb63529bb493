package io.campanile.edge.websocket;

import io.campanile.domain.CodedException;
import io.campanile.domain.Ids;
import io.campanile.domain.session.Access;
import io.campanile.domain.session.Operation;
import io.campanile.domain.session.PresenceSubscriptions;
import io.campanile.domain.session.Reach;
import io.campanile.domain.session.UserPresence;
import io.campanile.domain.session.UserPresences;
import io.vertx.core.Future;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The presence of users over WebSocket (PROTOCOL 5 and 6). The watcher is registered first, then the presence is read, and
 * once that is answered it is looked at again, so that no change falls between. Users who do not exist are left out of the
 * answers, and are not watched. What a named installation watches is kept, and told to it when it is back.
 */
public final class PresenceServices {

    private static final Logger LOG = LoggerFactory.getLogger(PresenceServices.class);
    private static final long RETRY_MS = 1_000;

    private final UserPresences presences;
    private final PresenceWatchers watchers;
    private final PresenceSubscriptions subscriptions;
    private final int most;
    private final Consumer<Collection<String>> look;

    /**
     * @param most how many users one request may name
     * @param look has users looked at soon
     */
    public PresenceServices(UserPresences presences, PresenceWatchers watchers, PresenceSubscriptions subscriptions, int most,
            Consumer<Collection<String>> look) {
        this.presences = presences;
        this.watchers = watchers;
        this.subscriptions = subscriptions;
        this.most = most;
        this.look = look;
    }

    Future<?> get(Request request) {
        List<String> userIds = userIds(request);
        return request.connection().executeBlocking(() -> presences.find(userIds)).map(PresenceServices::answer);
    }

    Future<?> subscribe(Request request) {
        List<String> userIds = userIds(request);
        Connection connection = request.connection();
        LoopPresences loop = watchers.of(connection);
        Set<String> added = loop.watch(connection, userIds);
        Outbox outbox = connection.outbox();
        outbox.holdStates();
        return connection.executeBlocking(() -> {
            List<UserPresence> found = presences.find(userIds);
            keep(connection, found);
            return found;
        }).map(found -> {
            loop.unwatch(connection, unknown(added, found));
            if (!connection.isClosing()) {
                found.forEach(presence -> loop.answered(connection, presence, watchers.frame(presence)));
            }
            return new Answer(answer(found), () -> {
                outbox.releaseStates();
                look.accept(userIds);
            });
        }).onFailure(e -> {
            loop.unwatch(connection, added);
            outbox.releaseStates();
        });
    }

    Future<?> unsubscribe(Request request) {
        List<String> userIds = userIds(request);
        Connection connection = request.connection();
        watchers.of(connection).unwatch(connection, userIds);
        return connection.executeBlocking(() -> {
            if (connection.isNamed()) {
                subscriptions.remove(connection.principal().id(), connection.clientId(), userIds);
            }
            return presences.find(userIds);
        }).map(PresenceServices::answer);
    }

    /** Goes on with what the installation watched before, on the event loop of a connection that has just logged in. */
    public void resume(Connection connection) {
        if (!connection.isNamed() || Access.reach(connection.principal(), Operation.READ_PRESENCE) == Reach.NONE) {
            return;
        }
        connection.executeBlocking(() -> presences.summaries(subscriptions.of(connection.principal().id(), connection.clientId(), most)))
                .onSuccess(found -> resume(connection, found))
                .onFailure(e -> {
                    LOG.warn("what {} watched cannot be read, trying again: {}", connection.owner(), e.getMessage());
                    connection.after(RETRY_MS, () -> again(connection));
                });
    }

    private void again(Connection connection) {
        if (!connection.isClosing()) {
            resume(connection);
        }
    }

    private void resume(Connection connection, List<UserPresence> found) {
        if (connection.isClosing()) {
            return;
        }
        LoopPresences loop = watchers.of(connection);
        connection.outbox().holdStates();
        try {
            Set<String> resumed = loop.watch(connection, found.stream().map(UserPresence::userId).toList());
            found.stream().filter(presence -> resumed.contains(presence.userId()))
                    .forEach(presence -> loop.show(connection, presence, watchers.frame(presence)));
            look.accept(resumed);
        } catch (CodedException e) {
            // It has subscribed to others meanwhile
            LOG.debug("connection {}: {}", connection.id(), e.getMessage());
        } finally {
            connection.outbox().releaseStates();
        }
    }

    private void keep(Connection connection, List<UserPresence> found) {
        if (connection.isNamed()) {
            subscriptions.add(connection.principal().id(), connection.clientId(), found.stream().map(UserPresence::userId).toList());
        }
    }

    private List<String> userIds(Request request) {
        List<String> userIds = request.texts("user_ids");
        userIds.forEach(user -> Ids.require("user_ids", user));
        if (userIds.size() > most) {
            throw CodedException.invalid("user_ids", "must be at most " + most);
        }
        return userIds;
    }

    private static Set<String> unknown(Set<String> userIds, List<UserPresence> found) {
        Set<String> known = found.stream().map(UserPresence::userId).collect(Collectors.toSet());
        return userIds.stream().filter(user -> !known.contains(user)).collect(Collectors.toSet());
    }

    private static Map<String, Object> answer(List<UserPresence> found) {
        return Map.of("presence", found.stream().map(UserPresence::fields).toList());
    }
}
