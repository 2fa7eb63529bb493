package io.campanile.flow.message;

import static org.assertj.core.api.Assertions.assertThat;

import io.campanile.domain.message.Inboxes.Delivered;
import io.campanile.domain.message.Receipt;
import io.campanile.domain.message.RoomSenders;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Who wrote in a room is told by whom it was had, and by whom it was read; nobody else is (PROTOCOL 6). */
class SmallRoomReceiptsTest {

    private final List<Receipt> told = new ArrayList<>();
    private final SmallRoomReceipts receipts = new SmallRoomReceipts(new Written(), told::addAll, Runnable::run);

    /** Ann wrote 1 and 4, Bob 2 and 3. */
    private static final class Written implements RoomSenders {

        @Override
        public List<Sent> between(String conversationId, long above, long upTo) {
            return List.of(new Sent(1, "ann"), new Sent(2, "bob"), new Sent(3, "bob"), new Sent(4, "ann")).stream()
                    .filter(sent -> sent.seq() > above && sent.seq() <= upTo).toList();
        }

        @Override
        public long position(String userId, String conversationId) {
            return 2;
        }
    }

    @Test
    void whoWroteWhatIsDeliveredIsToldOnceByEachReader() {
        receipts.delivered(List.of(new Delivered("r:hall", null, "cai", 1, 3), new Delivered("r:hall", null, "bob", 0, 4),
                new Delivered("u:ann:cai", "ann", "cai", 0, 1)));
        assertThat(told).containsExactlyInAnyOrder(new Receipt("r:hall", "bob", "cai", 3, 0), new Receipt("r:hall", "ann", "bob", 4, 0));
    }

    @Test
    void whoWroteWhatIsReadIsTold() {
        receipts.read("cai", "r:hall", 3, 4);
        receipts.read("cai", "r:hall", 4, 4);
        assertThat(told).containsExactly(new Receipt("r:hall", "ann", "cai", 0, 4));
    }
}
