package io.campanile.flow.message.delivery;

import io.campanile.domain.message.Deliveries;
import io.campanile.domain.message.Delivery;
import io.campanile.domain.message.DeliveryTarget;
import io.campanile.domain.message.InboxMessage;
import io.campanile.domain.message.Inboxes;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;

/**
 * The deliveries of this node by user: whatever is told is told to one user's connections, and each looks after itself. Several
 * connections of one installation may be there for a moment, while a newer one takes over.
 */
public final class LiveDeliveries implements Deliveries {

    private final DeliveryRules rules;
    private final InboxReader reader;
    private final Confirmations confirmations;
    private final PushLog log;
    private final Timers timers;
    private final Clock clock;
    private final Map<String, Set<InstallationDelivery>> byUser = new ConcurrentHashMap<>();

    /** @param workers read the inboxes: so many at a time */
    public LiveDeliveries(Inboxes inboxes, Confirmations confirmations, PushLog log, DeliveryRules rules, Executor workers, Timers timers,
            Clock clock) {
        this.rules = rules;
        this.reader = new InboxReader(inboxes, workers, timers);
        this.confirmations = confirmations;
        this.log = log;
        this.timers = timers;
        this.clock = clock;
    }

    @Override
    public Delivery open(String userId, String clientId, DeliveryTarget target) {
        InstallationDelivery delivery = new InstallationDelivery(userId, clientId, target, rules, reader, confirmations, log, timers, clock, this::ended);
        byUser.compute(userId, (id, present) -> {
            Set<InstallationDelivery> deliveries = present == null ? ConcurrentHashMap.newKeySet() : present;
            deliveries.add(delivery);
            return deliveries;
        });
        // What is appended from here on is told; what was before is read
        delivery.begin();
        return delivery;
    }

    private void ended(InstallationDelivery delivery) {
        byUser.computeIfPresent(delivery.userId(), (id, deliveries) -> {
            deliveries.remove(delivery);
            return deliveries.isEmpty() ? null : deliveries;
        });
    }

    @Override
    public void appended(List<InboxMessage> news) {
        Map<String, List<InboxMessage>> ofUser = new HashMap<>();
        for (InboxMessage message : news) {
            if (byUser.containsKey(message.userId())) {
                ofUser.computeIfAbsent(message.userId(), id -> new ArrayList<>()).add(message);
            }
        }
        ofUser.forEach((userId, messages) -> of(userId).forEach(delivery -> delivery.offer(messages)));
    }

    @Override
    public void newest(Map<String, Inboxes.Newest> newest) {
        newest.forEach((userId, end) -> of(userId).forEach(delivery -> delivery.offer(end)));
    }

    @Override
    public void confirmed(String userId, String clientId, long inboxSeq) {
        of(userId).stream().filter(delivery -> delivery.isOf(clientId)).forEach(delivery -> delivery.confirmedElsewhere(inboxSeq));
    }

    @Override
    public Collection<String> users() {
        return byUser.keySet();
    }

    private Collection<InstallationDelivery> of(String userId) {
        return byUser.getOrDefault(userId, Set.of());
    }
}
