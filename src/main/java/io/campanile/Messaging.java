package io.campanile;

import io.campanile.domain.message.Deliveries;
import io.campanile.domain.message.ReceiptTargets;
import io.campanile.domain.message.Recipients;
import io.campanile.domain.message.Retention;
import io.campanile.domain.message.RoomReceipts;
import io.campanile.domain.message.Rooms;
import io.campanile.domain.room.RoomChanges;
import io.campanile.domain.room.RoomEntrance;
import io.campanile.domain.session.ConnectionRegistry;
import io.campanile.flow.DeadLetters;
import io.campanile.flow.message.Inbox;
import io.campanile.flow.message.InboxAcks;
import io.campanile.flow.message.KnownRecipients;
import io.campanile.flow.message.MessageIngress;
import io.campanile.flow.message.MessageRetention;
import io.campanile.flow.message.MessageSends;
import io.campanile.flow.message.News;
import io.campanile.flow.message.NewsTeller;
import io.campanile.flow.message.Receipts;
import io.campanile.flow.message.SmallRoomReceipts;
import io.campanile.flow.message.delivery.Confirmations;
import io.campanile.flow.message.delivery.DeliveryRules;
import io.campanile.flow.message.delivery.LiveDeliveries;
import io.campanile.flow.message.delivery.PushLog;
import io.campanile.flow.message.delivery.Timers;
import io.campanile.flow.room.RoomEntry;
import io.campanile.ops.management.ManagedInboxes;
import io.campanile.settings.Settings;
import io.campanile.store.redis.RedisHighWaterMark;
import io.campanile.store.sql.EpochGuard;
import io.campanile.store.sql.InboxEpochs;
import io.campanile.store.sql.RetentionRules;
import io.campanile.store.sql.SqlAccounts;
import io.campanile.store.sql.SqlInboxEvents;
import io.campanile.store.sql.SqlInboxes;
import io.campanile.store.sql.SqlRetention;
import io.campanile.store.sql.SqlRoomChanges;
import io.campanile.store.sql.SqlRoomSenders;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.Registry;

/** Wires a message's way: how it is taken, its inbox, and the connections that it is pushed to. */
final class Messaging implements AutoCloseable {

    private static final int END_PATIENCE_S = 5;

    final InboxEpochs epochs;
    final SqlInboxes inboxes;
    final Deliveries deliveries;
    final Receipts receipts;
    final RoomReceipts roomReceipts;
    final MessageSends sends;
    private final Settings settings;
    private final Clock clock;
    private final ConnectionRegistry connections;
    private final Confirmations confirmations;
    final ExecutorService workers;
    final Timers timers;
    private final Rooms rooms;
    private final EpochGuard guard;
    private final Retention retention;
    private NewsTeller news;
    private RoomEntrance entrance;

    /** @param rooms those that can be written to */
    Messaging(Settings settings, Backends backends, Rooms rooms, ConnectionRegistry connections, Vertx vertx, Clock clock) {
        this.settings = settings;
        this.clock = clock;
        this.rooms = rooms;
        epochs = new InboxEpochs(backends.database(), new RedisHighWaterMark(backends.redis()), clock);
        guard = new EpochGuard(epochs);
        inboxes = new SqlInboxes(epochs, settings.duration("push.delay"), settings.number("room.large"), clock);
        retention = new SqlRetention(epochs, new RetentionRules(settings.duration("inbox.kept"), settings.number("inbox.max-entries"),
                settings.duration("inbox.installations-kept"), settings.duration("history.kept")), clock);
        this.connections = connections;
        timers = (delay, work) -> vertx.setTimer(Math.max(1, delay), timer -> work.run());
        workers = Executors.newFixedThreadPool(settings.number("delivery.readers"), work -> {
            Thread thread = new Thread(work, "message-delivery");
            thread.setDaemon(true);
            return thread;
        });
        receipts = new Receipts(timers, workers);
        roomReceipts = new SmallRoomReceipts(new SqlRoomSenders(backends.database(), settings.number("room.large")), receipts, workers);
        confirmations = new Confirmations(inboxes, receipts, roomReceipts, settings.get("node.id"), settings.duration("inbox.confirm-gather"), clock);
        PushLog log = new PushLog(new SqlInboxEvents(backends.database()), settings.get("node.id"), workers, timers, clock);
        DeliveryRules rules = DeliveryRules.of(settings.number("delivery.window"),
                settings.durations("delivery.retries"), settings.duration("delivery.own-after"));
        deliveries = new LiveDeliveries(inboxes, confirmations, log, rules, workers, timers, clock);
        sends = new MessageSends(Probing.recipients(settings, recipients(settings, backends, clock)), rooms, settings.number("message.max-bytes"), clock);
    }

    /** An issuer of tokens elsewhere knows users of whom nothing is known here before they come. */
    private static Recipients recipients(Settings settings, Backends backends, Clock clock) {
        return settings.has("auth.jwks-url") ? Recipients.ANYBODY
                : new KnownRecipients(new SqlAccounts(backends.database(), clock), settings.number("message-send.known-recipients"));
    }

    /** How rooms are joined and left; there once the flows are wired. */
    RoomEntrance entrance() {
        return entrance;
    }

    /** For confirmations that come by another way than a connection's delivery. */
    InboxAcks acks() {
        return new InboxAcks(confirmations, news);
    }

    /** @param shown the connections of this node that are told of receipts */
    void into(CamelContext camel, ReceiptTargets shown) throws Exception {
        Registry registry = camel.getRegistry();
        DeadLetters deadLetters = registry.lookupByNameAndType("deadLetters", DeadLetters.class);
        RoomChanges changes = new SqlRoomChanges(epochs, inboxes);
        RoomEntry entry = new RoomEntry(camel, changes, settings.get("node.id"), settings.number("room-change.patience-ms"), timers, workers);
        entrance = entry;
        News bean = new News(camel, settings.get("message-push.topic"), connections, inboxes, deliveries, shown, entry::done);
        news = new NewsTeller(bean, camel.createProducerTemplate(), workers);
        receipts.tellTo(news::receipts);
        registry.bind("messageSends", sends);
        registry.bind("messageIngress", new MessageIngress(camel, sends, deadLetters));
        registry.bind("inbox", new Inbox(inboxes, rooms, changes, done -> told(entry, done), deadLetters));
        registry.bind("news", bean);
        registry.bind("messageRetention", new MessageRetention(retention));
        camel.addService(new ManagedInboxes(epochs));
    }

    /** Of joins and leaves that are done. */
    private void told(RoomEntry entry, List<Inbox.Told> done) {
        Map<Boolean, List<Inbox.Told>> byPlace = done.stream().collect(Collectors.partitioningBy(one -> one.node().equals(settings.get("node.id"))));
        entry.done(byPlace.get(true).stream().map(Inbox.Told::done).toList());
        news.roomChanges(byPlace.get(false));
    }

    /** Once the doors are closed and the routes have ended: writes what was confirmed. */
    @Override
    public void close() {
        confirmations.close();
        guard.close();
        workers.shutdown();
        try {
            if (!workers.awaitTermination(END_PATIENCE_S, TimeUnit.SECONDS)) {
                workers.shutdownNow();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
