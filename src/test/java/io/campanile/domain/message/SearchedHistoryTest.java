package io.campanile.domain.message;

import static org.assertj.core.api.Assertions.assertThat;

import io.campanile.domain.message.MessageHistory.Query;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** A page of what was found is full, though some of it is kept no longer. */
class SearchedHistoryTest implements Search, StoredMessages {

    /** Found, but no longer kept. */
    private static final Set<Long> GONE = Set.of(100L, 99L, 98L, 50L, 1L, 2L, 3L, 4L);

    private final SearchedHistory history = new SearchedHistory(null, this, this, () -> { });

    @Test
    void downwards() {
        assertThat(page(Long.MAX_VALUE, 0, 3)).containsExactly(97L, 96L, 95L);
        assertThat(page(52, 0, 3)).containsExactly(51L, 49L, 48L);
        assertThat(page(6, 0, 3)).as("the last of all").containsExactly(5L);
    }

    @Test
    void upwards() {
        assertThat(page(Long.MAX_VALUE, 48, 3)).containsExactly(52L, 51L, 49L);
        assertThat(page(Long.MAX_VALUE, 96, 3)).containsExactly(97L);
    }

    private List<Long> page(long before, long after, int limit) {
        return history.page(new Query("r:room", before, after, 0, Long.MAX_VALUE, "告警", limit)).stream().map(NumberedMessage::seq).toList();
    }

    @Override
    public List<Long> find(Query query) {
        List<Long> all = LongStream.rangeClosed(1, 100).boxed().filter(seq -> seq > query.after() && seq < query.before()).toList();
        Comparator<Long> order = query.after() > 0 ? Comparator.naturalOrder() : Comparator.reverseOrder();
        return all.stream().sorted(order).limit(query.limit()).sorted(Comparator.reverseOrder()).toList();
    }

    @Override
    public List<NumberedMessage> numbered(String conversationId, Collection<Long> seqs) {
        return seqs.stream().filter(seq -> !GONE.contains(seq)).map(seq -> new NumberedMessage(null, seq)).toList();
    }

    @Override
    public List<Stored> after(long position, int limit) {
        return List.of();
    }

    @Override
    public List<Stored> at(Collection<Long> positions) {
        return List.of();
    }

    @Override
    public long begin() {
        return 0;
    }

    @Override
    public void add(List<Entry> entries, long position) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void forgetBefore(long timestamp) {
        throw new UnsupportedOperationException();
    }
}
