package io.campanile.flow.message;

import io.campanile.domain.message.ConversationId;
import io.campanile.domain.message.Inboxes.Delivered;
import io.campanile.domain.message.Receipt;
import io.campanile.domain.message.ReceiptTeller;
import io.campanile.domain.message.RoomReceipts;
import io.campanile.domain.message.RoomSenders;
import io.campanile.domain.message.RoomSenders.Sent;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.Executor;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds whom to tell: those who wrote what has just been delivered or read, each of them how far the reader is. One look into a room
 * serves all who have confirmed something of it. What fails is not told: a receipt is news, and the next one says more. Thread-safe.
 */
public final class SmallRoomReceipts implements RoomReceipts {

    private static final Logger LOG = LoggerFactory.getLogger(SmallRoomReceipts.class);

    private final RoomSenders senders;
    private final ReceiptTeller teller;
    private final Executor workers;

    /** Somebody has come from above the one number up to the other. */
    private record Advance(String userId, long above, long upTo, boolean read) {

        Receipt told(String conversationId, String senderId) {
            return new Receipt(conversationId, senderId, userId, read ? 0 : upTo, read ? upTo : 0);
        }
    }

    /** @param workers where the database may be asked */
    public SmallRoomReceipts(RoomSenders senders, ReceiptTeller teller, Executor workers) {
        this.senders = senders;
        this.teller = teller;
        this.workers = workers;
    }

    @Override
    public void delivered(Collection<Delivered> delivered) {
        Map<String, List<Advance>> byRoom = delivered.stream().filter(one -> ConversationId.isRoom(one.conversationId()))
                .collect(Collectors.groupingBy(Delivered::conversationId,
                        Collectors.mapping(one -> new Advance(one.userId(), one.above(), one.seq(), false), Collectors.toList())));
        if (!byRoom.isEmpty()) {
            workers.execute(() -> byRoom.forEach(this::tell));
        }
    }

    @Override
    public long position(String userId, String conversationId) {
        return senders.position(userId, conversationId);
    }

    @Override
    public void read(String userId, String conversationId, long above, long upTo) {
        if (upTo > above) {
            workers.execute(() -> tell(conversationId, List.of(new Advance(userId, above, upTo, true))));
        }
    }

    private void tell(String conversationId, List<Advance> advances) {
        try {
            List<Sent> sent = senders.between(conversationId, advances.stream().mapToLong(Advance::above).min().orElseThrow(),
                    advances.stream().mapToLong(Advance::upTo).max().orElseThrow());
            if (!sent.isEmpty()) {
                teller.tell(advances.stream().flatMap(advance -> sent.stream()
                        .filter(one -> one.seq() > advance.above() && one.seq() <= advance.upTo() && !one.senderId().equals(advance.userId()))
                        .map(Sent::senderId).collect(Collectors.toCollection(TreeSet::new)).stream()
                        .map(sender -> advance.told(conversationId, sender))).toList());
            }
        } catch (RuntimeException e) {
            LOG.debug("receipts in {} are not told: {}", conversationId, e.getMessage());
        }
    }
}
