package io.campanile.store.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.LIST;
import static org.awaitility.Awaitility.await;

import io.campanile.domain.CodedException;
import io.campanile.domain.session.Comings;
import io.campanile.domain.session.ConnectionEntry;
import io.campanile.domain.session.Transport;
import io.campanile.standalone.EmbeddedRedis;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who is available, as the connections of two nodes say (PROTOCOL 6). */
class RedisAvailabilityTest {

    private static final Duration HOLD_DOWN = Duration.ofMillis(500);

    @TempDir
    Path directory;
    private final Queue<String> told = new ConcurrentLinkedQueue<>();
    private EmbeddedRedis redis;
    private RedisConnectionRegistry a;
    private RedisConnectionRegistry b;

    @BeforeEach
    void start() throws Exception {
        redis = EmbeddedRedis.start(directory);
        a = node("node-a");
        b = node("node-b");
    }

    private RedisConnectionRegistry node(String name) {
        return new RedisConnectionRegistry(redis.url(), name, HOLD_DOWN, new Comings() {
            @Override
            public void changed(Map<String, Long> seenAt) {
                new TreeSet<>(seenAt.keySet()).forEach(user -> told.add(name + " " + user));
            }

            @Override
            public void present(Collection<String> userIds) {
            }
        }, Clock.systemUTC());
    }

    @AfterEach
    void stop() throws Exception {
        a.close();
        b.close();
        redis.close();
    }

    @Test
    void aUserIsThereWithTheFirstConnectionAndUntilTheHoldDownAfterTheLast() {
        FakeConnection phone = connect(a, "alice", "phone");
        FakeConnection tablet = connect(b, "alice", "tablet");
        await().until(() -> there("alice", "bob").equals(Set.of("alice")));
        await().until(() -> a.availability().connections(List.of("alice")).get("alice").size() == 2);

        assertThat(a.availability().connections(List.of("alice", "bob"))).containsOnlyKeys("alice")
                .extractingByKey("alice").asInstanceOf(LIST).containsExactlyInAnyOrder(ConnectionEntry.of(phone, "node-a"), ConnectionEntry.of(tablet, "node-b"));
        a.closed(phone);
        b.closed(tablet);
        long gone = System.nanoTime();
        await().until(() -> there("alice").isEmpty());

        assertThat(Duration.ofNanos(System.nanoTime() - gone)).isGreaterThanOrEqualTo(HOLD_DOWN);
        await().untilAsserted(() -> assertThat(told).containsExactlyInAnyOrder("node-a alice", "node-b alice", "node-a alice", "node-b alice"));
    }

    @Test
    void aBreakShorterThanTheHoldDownIsNoticedByNobody() {
        FakeConnection before = connect(a, "alice", "phone");
        await().until(() -> there("alice").equals(Set.of("alice")));

        a.closed(before);
        FakeConnection after = connect(a, "alice", "phone");
        FakeConnection other = connect(b, "bob", "phone");
        await().until(() -> there("bob").equals(Set.of("bob")));
        b.closed(other);

        await().until(() -> there("bob").isEmpty());
        assertThat(told).containsOnlyOnce("node-a alice");
        assertThat(there("alice")).containsExactly("alice");
        a.closed(after);
    }

    @Test
    void whoGoesToAnotherNodeIsThereAllTheTime() {
        FakeConnection first = connect(a, "alice", "phone");
        await().until(() -> there("alice").equals(Set.of("alice")));

        a.closed(first);
        connect(b, "alice", "phone");

        await().during(HOLD_DOWN.plusMillis(300)).until(() -> there("alice").equals(Set.of("alice")));
    }

    @Test
    void neitherDevicesNorStrangersAreUsers() {
        FakeConnection device = FakeConnection.ofDevice(Transport.MQTT, "sn1");
        a.opened(device);
        a.authenticated(device);
        a.opened(new FakeConnection(Transport.TCP, "line"));
        connect(a, "zoe", "phone");

        await().untilAsserted(() -> assertThat(a.availability().page(null, 10)).containsExactly("zoe"));
    }

    @Test
    void pagesGoThroughAllByUserIdEachOnce() {
        TreeSet<String> users = new TreeSet<>();
        for (int i = 0; i < 1_000; i++) {
            String user = "u" + i * 7 % 1_000 + (i % 3 == 0 ? "-x" : "");
            users.add(user);
            connect(i % 2 == 0 ? a : b, user, "one");
            connect(b, user, "two");
        }
        await().until(() -> paged(1_001).size() == 1_000);

        assertThat(paged(37)).containsExactlyElementsOf(users);
    }

    @Test
    void aRedisThatComesBackEmptyIsToldAgainWhoIsThere() throws Exception {
        connect(a, "alice", "phone");
        FakeConnection bob = connect(b, "bob", "phone");
        await().until(() -> there("alice", "bob").size() == 2);

        redis.stop();
        await().untilAsserted(() -> assertThatThrownBy(() -> there("alice")).isInstanceOf(CodedException.class));
        b.closed(bob);
        told.clear();
        redis.startEmpty();

        await().ignoreExceptionsInstanceOf(CodedException.class).until(() -> there("alice", "bob").equals(Set.of("alice")));
        await().until(() -> told.contains("node-a alice") && told.contains("node-b bob"));
    }

    @Test
    void aNodeThatIsKilledAndBeginsAnewTellsOfThoseItHadBefore() {
        try (RedisConnectionRegistry killed = node("node-c")) {
            connect(killed, "alice", "phone");
            await().until(() -> there("alice").equals(Set.of("alice")));
            told.clear();

            try (RedisConnectionRegistry again = node("node-c")) {
                await().until(() -> told.contains("node-c alice"));
                assertThat(again.availability().nodes()).contains("node-a", "node-b", "node-c");
            }
        }
    }

    private FakeConnection connect(RedisConnectionRegistry node, String user, String clientId) {
        FakeConnection connection = FakeConnection.ofUser(user, clientId);
        node.opened(connection);
        node.authenticated(connection);
        return connection;
    }

    private Set<String> there(String... users) {
        return a.availability().available(List.of(users));
    }

    private List<String> paged(int limit) {
        List<String> all = new ArrayList<>();
        List<String> page = b.availability().page(null, limit);
        while (!page.isEmpty()) {
            all.addAll(page);
            page = b.availability().page(all.get(all.size() - 1), limit);
        }
        return all;
    }
}
