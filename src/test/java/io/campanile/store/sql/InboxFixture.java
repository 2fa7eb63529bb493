package io.campanile.store.sql;

import static org.assertj.core.api.Assertions.assertThat;

import io.campanile.domain.message.Census.Part;
import io.campanile.domain.message.ConversationId;
import io.campanile.domain.message.HighWaterMark;
import io.campanile.domain.message.InboxCount.Tally;
import io.campanile.domain.message.InboxMessage;
import io.campanile.domain.message.Inboxes.Confirmation;
import io.campanile.domain.message.Inboxes.Confirmed;
import io.campanile.domain.message.Message;
import io.campanile.domain.message.MessageIds;
import io.campanile.fixture.TestClock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;
import javax.sql.DataSource;
import org.jdbi.v3.core.Jdbi;

/** Inboxes on a database, and people who write to each other. */
final class InboxFixture {

    private static final int EVERYBODY = 1_000;
    static final Duration PUSH_DELAY = Duration.ofSeconds(10);

    final TestClock clock = new TestClock(4_000_000_000_000L);
    final AtomicLong mark = new AtomicLong();
    final InboxEpochs epochs;
    final SqlInboxes inboxes;
    private final SqlCensus census;
    private final Jdbi jdbi;
    private final AtomicLong sent = new AtomicLong();

    InboxFixture(DataSource dataSource) {
        this(dataSource, 500);
    }

    InboxFixture(DataSource dataSource, int largeRoom) {
        epochs = new InboxEpochs(dataSource, new HighWaterMark() {
            @Override
            public long get() {
                return mark.get();
            }

            @Override
            public void set(long reached) {
                mark.set(reached);
            }
        }, clock);
        inboxes = new SqlInboxes(epochs, PUSH_DELAY, largeRoom, clock);
        census = new SqlCensus(dataSource, clock);
        jdbi = Jdbi.create(dataSource);
    }

    /** What became of all messages, once it is seen that every inbox adds up. */
    Tally tally() {
        Part counted = census.count(null, EVERYBODY);
        assertThat(counted.imbalances()).isEmpty();
        return counted.tally();
    }

    List<InboxMessage> send(String from, String to, String text) {
        return inboxes.append(List.of(message(from, to, text)));
    }

    Message message(String from, String to, String text) {
        return lasting(from, to, text, 0);
    }

    Message lasting(String from, String to, String text, long lossTime) {
        return new Message(MessageIds.of(from, from + "-" + sent.incrementAndGet()), ConversationId.ofPair(from, to), from, to, null, "text",
                "\"" + text + "\"", lossTime, Message.DEFAULT_WEIGHT, clock.millis(), null, List.of());
    }

    Message toRoom(String from, String roomId, String text, String... mentions) {
        return new Message(MessageIds.of(from, from + "-" + sent.incrementAndGet()), ConversationId.ofRoom(roomId), from, null, roomId, "text",
                "\"" + text + "\"", 0, Message.DEFAULT_WEIGHT, clock.millis(), null, List.of(mentions));
    }

    List<InboxMessage> say(String from, String roomId, String text, String... mentions) {
        return inboxes.append(List.of(toRoom(from, roomId, text, mentions)));
    }

    Confirmed confirm(String user, String client, long number) {
        return inboxes.confirm(List.of(confirmation(user, client, number))).get(0);
    }

    Confirmation confirmation(String user, String client, long number) {
        return new Confirmation(user, client, epochs.present(), number, "node-1", clock.millis());
    }

    /** The numbers of what the inbox keeps, in the order of its entries. */
    List<Long> numbers(String user) {
        return jdbi.withHandle(handle -> handle.createQuery("SELECT e.inbox_seq, e.count FROM inbox_entry e JOIN inbox i "
                        + "ON i.user_id = e.user_id AND i.epoch = e.epoch WHERE e.user_id = ? ORDER BY e.inbox_seq").bind(0, user)
                .map((row, context) -> LongStream.range(row.getLong("inbox_seq"), row.getLong("inbox_seq") + row.getInt("count")))
                .stream().flatMapToLong(entry -> entry).boxed().toList());
    }

    /** The texts that a reader of the whole inbox gets. */
    List<String> texts(String user, long after) {
        return inboxes.read(user, after, 1_000).messages().stream().map(message -> message.message().content().replace("\"", "")).toList();
    }
}
