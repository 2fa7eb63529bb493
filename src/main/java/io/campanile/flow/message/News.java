package io.campanile.flow.message;

import io.campanile.domain.CodedException;
import io.campanile.domain.message.Deliveries;
import io.campanile.domain.message.Expiries.Expired;
import io.campanile.domain.message.InboxMessage;
import io.campanile.domain.message.Inboxes;
import io.campanile.domain.message.Receipt;
import io.campanile.domain.message.ReceiptTargets;
import io.campanile.domain.room.RoomChanges.Done;
import io.campanile.domain.session.ConnectionRegistry;
import io.campanile.flow.Headers;
import io.campanile.flow.KafkaBatch;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.component.kafka.KafkaConstants;
import org.apache.camel.support.DefaultMessage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What nodes tell each other of the inboxes of users who are connected there, each by its own topic. It is only a signal: what
 * is lost of it is found in the inbox. Thread-safe; asks for the connections of other nodes, and blocks for it.
 */
public final class News {

    private static final Logger LOG = LoggerFactory.getLogger(News.class);
    private static final String APPENDED = "appended";
    private static final String CONFIRMED = "confirmed";
    private static final String RECEIPT = "receipt";
    private static final String EXPIRED = "expired";
    private static final String ROOM_CHANGED = "room-changed";
    private static final int LOOK = 500;

    /** An installation confirmed something, and not on the connection that it has. */
    public record Confirmed(String userId, String clientId, long inboxSeq) {
    }

    private final CamelContext camel;
    private final String topic;
    private final ConnectionRegistry connections;
    private final Inboxes inboxes;
    private final Deliveries deliveries;
    private final ReceiptTargets receipts;
    private final Consumer<List<Done>> entered;
    private final MessageFormat format = new MessageFormat();

    /** Where nobody waits for joins and leaves. @param topic what the name of every node's topic begins with */
    public News(CamelContext camel, String topic, ConnectionRegistry connections, Inboxes inboxes, Deliveries deliveries, ReceiptTargets receipts) {
        this(camel, topic, connections, inboxes, deliveries, receipts, done -> { });
    }

    /**
     * @param topic   what the name of every node's topic begins with
     * @param entered who waits here for joins and leaves
     */
    public News(CamelContext camel, String topic, ConnectionRegistry connections, Inboxes inboxes, Deliveries deliveries,
            ReceiptTargets receipts, Consumer<List<Done>> entered) {
        this.camel = camel;
        this.topic = topic;
        this.connections = connections;
        this.inboxes = inboxes;
        this.deliveries = deliveries;
        this.receipts = receipts;
        this.entered = entered;
    }

    /** Tells the connections of this node at once. @return the records that tell the other nodes */
    public List<Message> appended(List<InboxMessage> messages) {
        deliveries.appended(messages);
        return records(APPENDED, messages, InboxMessage::userId);
    }

    /** The same of confirmations. */
    List<Message> confirmed(List<Confirmed> confirmed) {
        confirmed.forEach(this::tell);
        return records(CONFIRMED, confirmed, Confirmed::userId);
    }

    /** The same of receipts. */
    List<Message> receipts(Collection<Receipt> told) {
        receipts.show(told);
        return records(RECEIPT, told, Receipt::senderId);
    }

    /** The same of what nobody confirmed in time. */
    public List<Message> expired(List<Expired> expired) {
        receipts.showExpired(expired);
        return records(EXPIRED, expired, Expired::senderId);
    }

    /** Tells those nodes what is done of which somebody waits there. */
    List<Message> roomChanges(List<Inbox.Told> done) {
        return done.stream().map(one -> record(one.node(), ROOM_CHANGED, one.done().changeId(), one.done())).toList();
    }

    private void tell(Confirmed confirmed) {
        deliveries.confirmed(confirmed.userId(), confirmed.clientId(), confirmed.inboxSeq());
    }

    private <T> List<Message> records(String kind, Collection<T> all, Function<T, String> user) {
        List<Message> records = new ArrayList<>();
        Set<String> users = new HashSet<>();
        all.forEach(one -> users.add(user.apply(one)));
        locate(users).forEach((there, present) -> all.stream().filter(one -> present.contains(user.apply(one)))
                .forEach(one -> records.add(record(there, kind, user.apply(one), one))));
        return records;
    }

    /** Where else they are; nowhere while that cannot be asked: then what is missing is found by {@link #find}. */
    private Map<String, Set<String>> locate(Set<String> users) {
        try {
            return users.isEmpty() ? Map.of() : connections.otherNodesOf(users);
        } catch (CodedException e) {
            LOG.debug("nobody can be located: {}", e.getMessage());
            return Map.of();
        }
    }

    private Message record(String there, String kind, String user, Object body) {
        Message record = new DefaultMessage(camel);
        record.setHeader(KafkaConstants.OVERRIDE_TOPIC, topic + '.' + there);
        record.setHeader(KafkaConstants.KEY, user);
        record.setHeader(Headers.NEWS, kind);
        record.setBody(format.write(body));
        return record;
    }

    /** Tells the connections of this node what other nodes told it. What cannot be read is passed over, as what is lost is. */
    public void hear(List<Exchange> batch) {
        List<InboxMessage> appended = new ArrayList<>();
        Map<String, InboxMessage> said = new HashMap<>();
        List<Receipt> told = new ArrayList<>();
        List<Expired> expired = new ArrayList<>();
        List<Done> done = new ArrayList<>();
        for (Exchange record : batch) {
            byte[] body = KafkaBatch.body(record.getMessage());
            try {
                switch (record.getMessage().getHeader(Headers.NEWS, "", String.class)) {
                    case APPENDED -> appended.add(shared(format.inboxMessage(body), said));
                    case CONFIRMED -> tell(format.read(body, Confirmed.class));
                    case RECEIPT -> told.add(format.read(body, Receipt.class));
                    case EXPIRED -> expired.add(format.read(body, Expired.class));
                    case ROOM_CHANGED -> done.add(format.read(body, Done.class));
                    default -> { }
                }
            } catch (IOException | CodedException e) {
                LOG.warn("news that cannot be read: {}", e.getClass().getSimpleName());
            }
        }
        deliveries.appended(appended);
        receipts.show(told);
        receipts.showExpired(expired);
        entered.accept(done);
    }

    /** Those who wait for the same message keep it once: each has a record of its own. */
    private static InboxMessage shared(InboxMessage one, Map<String, InboxMessage> said) {
        InboxMessage first = said.computeIfAbsent(one.message().msgId(), id -> one);
        return new InboxMessage(one.userId(), one.epoch(), one.inboxSeq(), one.seq(), first.message());
    }

    /** Looks for what a lost signal did not tell the connections of this node. */
    public void find() {
        Iterator<String> users = List.copyOf(deliveries.users()).iterator();
        while (users.hasNext()) {
            List<String> some = new ArrayList<>(LOOK);
            while (users.hasNext() && some.size() < LOOK) {
                some.add(users.next());
            }
            deliveries.newest(inboxes.newest(some));
        }
    }
}
