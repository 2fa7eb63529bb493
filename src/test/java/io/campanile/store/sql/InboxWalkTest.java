package io.campanile.store.sql;

import static org.assertj.core.api.Assertions.assertThat;

import io.campanile.domain.message.InboxCount.Tally;
import io.campanile.domain.message.Inboxes.Page;
import io.campanile.domain.message.Message;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever happens, in whatever order: each message for each recipient is accounted for. */
class InboxWalkTest {

    @RegisterExtension
    static final DatabaseFixture DATABASE = new DatabaseFixture();

    private static final List<String> PEOPLE = List.of("ann", "ben", "cas", "dan");

    private InboxFixture post;

    @BeforeEach
    void open() {
        post = new InboxFixture(DATABASE.dataSource());
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void theBalanceHoldsAfterEveryStep(long seed) {
        Random random = new Random(seed);
        SqlRetention retention = new SqlRetention(post.epochs, new RetentionRules(Duration.ofSeconds(60), 30, Duration.ofDays(1), Duration.ofDays(1)), post.clock);
        List<Message> said = new ArrayList<>();
        for (int step = 0; step < 150; step++) {
            String someone = PEOPLE.get(random.nextInt(4));
            switch (random.nextInt(12)) {
                case 0, 1, 2, 3, 4 -> say(random, someone, said);
                case 5, 6, 7 -> confirmSome(random, someone);
                case 8 -> post.inboxes.read(someone, 0, 200);
                case 9 -> retention.trimInboxes("", 10);
                case 10 -> post.clock.advance(Duration.ofSeconds(random.nextInt(15)));
                default -> beginEpoch(random);
            }
            post.tally();
            PEOPLE.forEach(this::assertGapless);
        }
        Tally tally = post.tally();
        assertThat(List.of(tally.delivered(), tally.expired(), tally.dead())).as("that all of it happened").allMatch(count -> count > 0);
    }

    /** Some of them again, some of them not for long. */
    private void say(Random random, String someone, List<Message> said) {
        List<Message> batch = new ArrayList<>();
        for (int i = random.nextInt(8); i >= 0; i--) {
            Message message = random.nextInt(5) == 0 && !said.isEmpty() ? said.get(random.nextInt(said.size()))
                    : post.lasting(someone, PEOPLE.get(random.nextInt(4)), "m", random.nextInt(3) == 0 ? post.clock.millis() + 5_000 : 0);
            batch.add(message);
        }
        said.addAll(batch);
        post.inboxes.append(batch);
    }

    private void confirmSome(Random random, String someone) {
        String client = "client-" + random.nextInt(2);
        long confirmed = post.inboxes.resume(someone, client).confirmed();
        Page page = post.inboxes.read(someone, confirmed, 1 + random.nextInt(10));
        post.confirm(someone, client, page.next());
    }

    private void beginEpoch(Random random) {
        if (random.nextInt(4) == 0) {
            post.epochs.begin();
        }
    }

    /** No number is missing but those that are expired, dead or kept no more. */
    private void assertGapless(String someone) {
        post.inboxes.newest(List.of(someone)).values().forEach(newest -> {
            List<Long> numbers = post.numbers(someone);
            for (int i = 1; i < numbers.size(); i++) {
                assertThat(numbers.get(i)).isEqualTo(numbers.get(i - 1) + 1);
            }
        });
    }
}
