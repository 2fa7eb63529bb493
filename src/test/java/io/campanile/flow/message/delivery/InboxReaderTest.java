package io.campanile.flow.message.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.campanile.domain.CodedException;
import io.campanile.domain.ErrorCode;
import io.campanile.domain.message.Inboxes;
import io.campanile.domain.message.Inboxes.Page;
import io.campanile.domain.message.Inboxes.Reading;
import java.lang.reflect.Proxy;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** Pages that are wanted while all are busy are read together, and none fails with another. */
class InboxReaderTest {

    private final Queue<Runnable> workers = new ArrayDeque<>();
    private final List<Runnable> timers = new ArrayList<>();
    /** What was asked at a time, as {@code user>after}. */
    private final List<List<String>> asked = new CopyOnWriteArrayList<>();
    private final List<String> answered = new ArrayList<>();
    private String refused;
    private final Inboxes inboxes = (Inboxes) Proxy.newProxyInstance(Inboxes.class.getClassLoader(), new Class<?>[] {Inboxes.class},
            (proxy, method, arguments) -> pages((List<?>) arguments[0]));
    private final InboxReader reader = new InboxReader(inboxes, workers::add, (delay, work) -> timers.add(work));

    private List<Page> pages(List<?> readings) {
        List<Reading> wanted = readings.stream().map(Reading.class::cast).toList();
        asked.add(wanted.stream().map(reading -> reading.userId() + ">" + reading.after()).toList());
        if (wanted.stream().anyMatch(reading -> reading.userId().equals(refused))) {
            throw new CodedException(ErrorCode.UNAVAILABLE, "the database is away");
        }
        return wanted.stream().map(reading -> new Page("e1", List.of(), reading.after() + reading.limit(), false)).toList();
    }

    private void read(String user, long after, int limit) {
        reader.read(new Reading(user, after, limit), () -> true, page -> answered.add(user + " up to " + page.next()));
    }

    private void work() {
        while (!workers.isEmpty()) {
            workers.remove().run();
        }
    }

    @Test
    void eachGetsItsOwnPage() {
        read("ann", 5, 10);
        read("bob", 7, 10);
        work();
        assertThat(asked).containsExactly(List.of("ann>5", "bob>7"));
        assertThat(answered).containsExactly("ann up to 15", "bob up to 17");
    }

    @Test
    void twoInstallationsOfOneUserAreNotReadTogether() {
        read("ann", 5, 10);
        read("ann", 7, 10);
        read("bob", 7, 10);
        work();
        assertThat(asked).containsExactly(List.of("ann>5", "bob>7"), List.of("ann>7"));
        assertThat(answered).containsExactly("ann up to 15", "bob up to 17", "ann up to 17");
    }

    @Test
    void noMoreMessagesAreOnTheirWayAtATimeThanAreBearable() {
        for (int i = 0; i < 40; i++) {
            read("user-" + i, 0, 128);
        }
        work();
        assertThat(asked).extracting(List::size).containsExactly(32, 8);
        assertThat(answered).hasSize(40);
    }

    @Test
    void whoseConnectionIsGoneIsNotRead() {
        reader.read(new Reading("ann", 0, 1), () -> false, page -> answered.add("ann"));
        work();
        assertThat(asked).isEmpty();
    }

    @Test
    void whatFailedIsTriedAgainOneByOne() {
        refused = "bob";
        read("ann", 5, 10);
        read("bob", 7, 10);
        work();
        assertThat(answered).isEmpty();
        timers.remove(0).run();
        work();
        assertThat(asked.subList(1, 3)).containsExactly(List.of("ann>5"), List.of("bob>7"));
        assertThat(answered).as("one who cannot be read costs the other nothing").containsExactly("ann up to 15");
        refused = null;
        timers.remove(0).run();
        work();
        assertThat(answered).containsExactly("ann up to 15", "bob up to 17");
    }
}
