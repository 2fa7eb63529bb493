package io.campanile.flow.message.delivery;

import io.campanile.domain.message.ConversationId;
import io.campanile.domain.message.Delivery;
import io.campanile.domain.message.DeliveryTarget;
import io.campanile.domain.message.InMemoryInboxes;
import io.campanile.domain.message.InboxEvent;
import io.campanile.domain.message.InboxEvents;
import io.campanile.domain.message.InboxMessage;
import io.campanile.domain.message.Message;
import io.campanile.domain.message.Receipt;
import io.campanile.domain.message.RoomReceipts;
import io.campanile.fixture.TestClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.CopyOnWriteArrayList;

/** Deliveries whose time is moved by the test, and which do at once what they would do on other threads. */
final class DeliveryFixture implements AutoCloseable {

    static final int WINDOW = 4;

    private record Timer(long at, long order, Runnable work) {
    }

    final TestClock clock = new TestClock(1_000_000);
    final InMemoryInboxes inboxes = new InMemoryInboxes(clock);
    final List<Receipt> receipts = new CopyOnWriteArrayList<>();
    private final PriorityQueue<Timer> timers = new PriorityQueue<>(Comparator.comparingLong(Timer::at).thenComparingLong(Timer::order));
    private final Confirmations confirmations = new Confirmations(inboxes, receipts::addAll, RoomReceipts.NONE, "node-1", Duration.ZERO, clock);
    final LiveDeliveries deliveries = new LiveDeliveries(inboxes, confirmations, new PushLog(new Events(), "node-1", Runnable::run, this::after, clock),
            DeliveryRules.of(WINDOW, List.of(5, 10, 20, 40).stream().map(Duration::ofSeconds).toList(), Duration.ofSeconds(60)),
            Runnable::run, this::after, clock);
    final List<InboxEvent> logged = new CopyOnWriteArrayList<>();
    private int sent;

    private final class Events implements InboxEvents {
        @Override
        public void add(List<InboxEvent> more) {
            logged.addAll(more);
        }

        @Override
        public List<InboxEvent> about(String userId, String epoch, long inboxSeq) {
            return List.of();
        }
    }

    private synchronized void after(long delay, Runnable work) {
        timers.add(new Timer(clock.millis() + delay, timers.size(), work));
    }

    /** Lets time pass, and what is due in it happen, each at its time. */
    void pass(long ms) {
        long end = clock.millis() + ms;
        while (!timers.isEmpty() && timers.peek().at() <= end) {
            Timer next = timers.remove();
            clock.advance(Duration.ofMillis(Math.max(0, next.at() - clock.millis())));
            next.work().run();
        }
        clock.advance(Duration.ofMillis(end - clock.millis()));
    }

    int timers() {
        return timers.size();
    }

    /** What was sent and appended, and told to nobody yet. */
    List<InboxMessage> append(String from, String to, int count) {
        return append(from, to, count, 0);
    }

    List<InboxMessage> append(String from, String to, int count, long lossTime) {
        List<Message> messages = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            sent++;
            messages.add(new Message("m" + sent, ConversationId.ofPair(from, to), from, to, null, "text", "{}", lossTime, 5, clock.millis(), null, List.of()));
        }
        return inboxes.append(messages);
    }

    /** The same, told at once. */
    void send(String from, String to, int count) {
        deliveries.appended(append(from, to, count));
    }

    Client connect(String user, String client) {
        Client connected = new Client();
        connected.delivery = deliveries.open(user, client, connected);
        return connected;
    }

    @Override
    public void close() {
        confirmations.close();
    }

    /** The other end of a connection: what it was pushed, as {@code number<prev}. */
    static final class Client implements DeliveryTarget {

        final List<String> pushed = new CopyOnWriteArrayList<>();
        final List<String> resets = new CopyOnWriteArrayList<>();
        Delivery delivery;
        boolean slow;
        boolean gone;

        @Override
        public void execute(Runnable work) {
            work.run();
        }

        @Override
        public boolean takesMore() {
            return !slow;
        }

        @Override
        public void push(InboxMessage message, long prev) {
            pushed.add(message.inboxSeq() + "<" + prev);
        }

        @Override
        public void reset(String epoch, long inboxSeq) {
            resets.add(epoch + ":" + inboxSeq);
        }

        @Override
        public void unconfirmed() {
            gone = true;
        }

        void confirm(String epoch, long number) {
            delivery.confirm(epoch, number).toCompletableFuture().join();
        }

        void confirm(long number) {
            confirm("e1", number);
        }

        void readAgain() {
            slow = false;
            delivery.ready();
        }
    }
}
