package io.campanile.standalone.mqtt;

import io.campanile.domain.push.Attributes;
import io.campanile.domain.push.Condition;
import io.campanile.domain.push.Push;
import io.campanile.domain.push.PushOutcome;
import io.campanile.domain.push.PushTarget;
import io.campanile.domain.push.PushTargets;
import io.campanile.domain.session.LiveConnection;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Pushes to the clients of the embedded broker, each on a topic of its own (PROTOCOL 8). A push counts as sent once it is in
 * the queue of the client's subscription; a client that has none, or that takes nothing, has failed. Thread-safe.
 */
final class MqttPushTargets implements PushTargets {

    private final MqttConnections connections;
    private final Supplier<BrokerPublisher> publisher;
    private final Function<Push, byte[]> frame;
    private final Duration keep;
    private final Clock clock;

    /** @param publisher asked once there are connections */
    MqttPushTargets(MqttConnections connections, Supplier<BrokerPublisher> publisher, Function<Push, byte[]> frame, Duration keep, Clock clock) {
        this.connections = connections;
        this.publisher = publisher;
        this.frame = frame;
        this.keep = keep;
        this.clock = clock;
    }

    @Override
    public CompletionStage<PushOutcome> push(Push push) {
        List<MqttConnection> matched = candidates(push.target()).stream().filter(matches(push.target())).toList();
        if (matched.isEmpty()) {
            return CompletableFuture.completedFuture(PushOutcome.NONE);
        }
        byte[] payload = frame.apply(push);
        long until = clock.millis() + keep.toMillis();
        BrokerPublisher broker = publisher.get();
        return CompletableFuture.supplyAsync(() -> count(matched,
                connection -> broker.toSubscriber(connection.pushTopic(), payload, until)), broker::inOrder);
    }

    private Collection<MqttConnection> candidates(PushTarget target) {
        return switch (target.kind()) {
            case USERS -> target.users().stream().flatMap(user -> connections.ofUser(user).stream()).toList();
            case WHERE -> target.where().containsKey(Attributes.USER_ID)
                    ? connections.ofUser(target.where().get(Attributes.USER_ID)) : connections.all();
            case ALL -> connections.all();
            case ROOM -> List.of(); // ephemeral rooms have WebSocket connections only
        };
    }

    private static Predicate<LiveConnection> matches(PushTarget target) {
        return target.kind() == PushTarget.Kind.WHERE ? new Condition(target.where()) : connection -> true;
    }

    private static PushOutcome count(List<MqttConnection> matched, Function<MqttConnection, BrokerPublisher.Delivery> delivery) {
        int sent = 0;
        Map<String, Integer> failed = new HashMap<>();
        for (MqttConnection connection : matched) {
            BrokerPublisher.Delivery one = delivery.apply(connection);
            if (one == BrokerPublisher.Delivery.QUEUED) {
                sent++;
            } else {
                failed.merge(one.reason(), 1, Integer::sum);
            }
        }
        return new PushOutcome(matched.size(), sent, failed);
    }
}
