package io.campanile.store.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.campanile.domain.CodedException;
import io.campanile.domain.session.Comings;
import io.campanile.domain.session.ConnectionEntry;
import io.campanile.domain.session.ConnectionRegistry;
import io.campanile.domain.session.ConnectionRegistry.Owner;
import io.campanile.domain.session.ConnectionState;
import io.campanile.domain.session.Principal;
import io.campanile.domain.session.Transport;
import io.campanile.standalone.EmbeddedRedis;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.sync.RedisCommands;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The connections of two nodes on one Redis (PROTOCOL 5 and 11; CAPABILITIES 2.01, 4.03). */
class RedisConnectionRegistryTest {

    private static final Duration HOLD_DOWN = Duration.ofMillis(200);
    private static final Comings NOBODY = new Comings() {
        @Override
        public void changed(Map<String, Long> seenAt) {
        }

        @Override
        public void present(Collection<String> userIds) {
        }
    };

    @TempDir
    Path directory;
    private EmbeddedRedis redis;
    private RedisConnectionRegistry a;
    private RedisConnectionRegistry b;

    @BeforeEach
    void start() throws Exception {
        redis = EmbeddedRedis.start(directory);
        a = new RedisConnectionRegistry(redis.url(), "node-a", HOLD_DOWN, NOBODY, Clock.systemUTC());
        // Its clock is behind: neither who came last nor who lives must depend on that
        b = new RedisConnectionRegistry(redis.url(), "node-b", HOLD_DOWN, NOBODY, Clock.offset(Clock.systemUTC(), Duration.ofMinutes(-5)));
    }

    @AfterEach
    void stop() throws Exception {
        a.close();
        b.close();
        redis.close();
    }

    @Test
    void everyNodeTellsOfTheConnectionsOfAll() {
        FakeConnection here = connect(a, FakeConnection.ofUser("alice", "phone"));
        FakeConnection there = connect(b, FakeConnection.ofDevice(Transport.MQTT, "sn1"));
        FakeConnection stranger = new FakeConnection(Transport.TCP, "line");
        b.opened(stranger);

        await().untilAsserted(() -> assertThat(all(a)).extracting(ConnectionEntry::connectionId)
                .containsExactlyElementsOf(Stream.of(here.id(), there.id(), stranger.id()).sorted().toList()));
        assertThat(all(a)).containsAll(all(b));
        assertThat(of(a, Principal.Kind.DEVICE, "sn1")).containsExactly(ConnectionEntry.of(there, "node-b"));
        assertThat(of(a, Principal.Kind.USER, "alice")).containsExactly(ConnectionEntry.of(here, "node-a"));
        assertThat(of(a, Principal.Kind.USER, "ali")).as("not by how a name begins").isEmpty();
    }

    @Test
    void findsOutOnWhichOtherNodesUsersAre() {
        connect(a, FakeConnection.ofUser("alice", "phone"));
        connect(a, FakeConnection.ofUser("ali", "phone"));
        FakeConnection bob = connect(b, FakeConnection.ofUser("bob", "phone"));
        connect(b, FakeConnection.ofDevice(Transport.MQTT, "carol"));
        List<String> asked = List.of("alice", "al", "bob", "carol", "dave");

        await().untilAsserted(() -> {
            assertThat(a.otherNodesOf(asked)).isEqualTo(Map.of("node-b", Set.of("bob")));
            assertThat(b.otherNodesOf(asked)).isEqualTo(Map.of("node-a", Set.of("alice")));
        });
        b.closed(bob);
        await().untilAsserted(() -> assertThat(a.otherNodesOf(asked)).isEqualTo(Map.of("node-b", Set.of())));
    }

    @Test
    void goesThroughThousandsByPagesWithoutGapOrRepeat() {
        List<String> ids = IntStream.range(0, 2_500)
                .mapToObj(i -> connect(i % 3 == 0 ? a : b, FakeConnection.ofUser(i % 2 == 0 ? "alice" : "bob", "c" + i)).id()).sorted().toList();
        await().until(() -> paged(a, null).size() == ids.size());

        assertThat(paged(b, null)).isEqualTo(ids);
        assertThat(paged(b, new Owner(Principal.Kind.USER, "alice"))).hasSize(1_250).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void whatChangedIsKnownElsewhereWithinFiveSecondsAndHereAtOnce() {
        FakeConnection connection = connect(a, FakeConnection.ofUser("alice", "phone"));
        await().until(() -> all(b).size() == 1);

        connection.state = ConnectionState.ACTIVE;
        connection.lastActivity = 2_000;

        assertThat(all(a)).containsExactly(ConnectionEntry.of(connection, "node-a"));
        await().atMost(Duration.ofSeconds(6)).until(() -> all(b).equals(all(a)));
        a.closed(connection);
        await().until(() -> all(b).isEmpty());
    }

    @Test
    void whoLoggedInLastKeepsTheInstallationWhereverTheOtherIs() {
        FakeConnection older = connect(a, FakeConnection.ofUser("alice", "phone"));
        FakeConnection other = connect(a, FakeConnection.ofUser("alice", "tablet"));
        await().until(() -> all(a).size() == 2);

        FakeConnection newer = connect(b, FakeConnection.ofUser("alice", "phone"));
        await().until(() -> older.takenOver);
        // Its end comes late, and must not free what is the newer one's
        a.closed(older);
        await().until(() -> all(a).size() == 2);
        FakeConnection newest = connect(a, FakeConnection.ofUser("alice", "phone"));

        await().until(() -> newer.takenOver);
        assertThat(newest.takenOver).isFalse();
        assertThat(other.takenOver).isFalse();
    }

    @Test
    void ofManyThatLogInAtOnceExactlyTheLastStays() {
        List<FakeConnection> connections = IntStream.range(0, 300)
                .mapToObj(i -> connect(a, FakeConnection.ofUser("alice", "phone"))).toList();

        await().until(() -> connections.stream().filter(connection -> connection.takenOver).count() == 299);
        assertThat(connections.get(299).takenOver).isFalse();
    }

    @Test
    void aDeviceIsOneInstallationOnEveryTransport() {
        FakeConnection older = connect(a, FakeConnection.ofDevice(Transport.MQTT, "sn1"));
        await().until(() -> all(b).size() == 1);
        FakeConnection newer = connect(b, FakeConnection.ofDevice(Transport.WEBSOCKET, "sn1"));

        await().until(() -> older.takenOver);
        assertThat(newer.takenOver).isFalse();
    }

    @Test
    void whileRedisIsAwayNobodyWaitsAndWhatWasMissedIsMadeUpFor() throws Exception {
        FakeConnection older = connect(b, FakeConnection.ofUser("alice", "phone"));
        FakeConnection gone = connect(a, FakeConnection.ofUser("bob", "phone"));
        await().until(() -> all(a).size() == 2);

        redis.stop();
        await().untilAsserted(() -> assertThatThrownBy(() -> all(a)).isInstanceOf(CodedException.class).hasMessageContaining("try again"));
        a.closed(gone);
        FakeConnection newer = connect(a, FakeConnection.ofUser("alice", "phone"));
        assertThat(older.takenOver || newer.takenOver).as("as they are, until Redis is back").isFalse();
        redis.startEmpty();

        await().ignoreExceptionsInstanceOf(CodedException.class).untilAsserted(() -> assertThat(all(a))
                .extracting(ConnectionEntry::connectionId).contains(newer.id()).doesNotContain(gone.id()));
        await().until(() -> older.takenOver);
        assertThat(newer.takenOver).as("the newer one stays, whichever node was back first").isFalse();
        connect(b, FakeConnection.ofUser("alice", "phone"));
        await().until(() -> newer.takenOver);
    }

    @Test
    void aNodeThatDiesIsForgottenWithItsLease() {
        connect(a, FakeConnection.ofUser("alice", "phone"));
        await().until(() -> all(a).size() == 1);

        try (RedisClient client = RedisClient.create(redis.url())) {
            RedisCommands<String, String> commands = client.connect().sync();
            List<String> keys = commands.keys("connections:{node-a}:*");
            assertThat(keys).hasSize(5).allSatisfy(key -> assertThat(commands.pttl(key)).isBetween(1L, 10_000L));
            assertThat(commands.keys("installation:*")).hasSize(1).allSatisfy(key -> assertThat(commands.pttl(key)).isPositive());
        }
    }

    @Test
    void aNodeThatEndsInGoodOrderLeavesNothing() {
        FakeConnection connection = connect(a, FakeConnection.ofUser("alice", "phone"));
        await().until(() -> all(b).size() == 1);

        a.closed(connection);
        a.close();

        assertThat(all(b)).isEmpty();
        try (RedisClient client = RedisClient.create(redis.url())) {
            RedisCommands<String, String> commands = client.connect().sync();
            await().untilAsserted(() -> assertThat(commands.keys("*"))
                    .allMatch(key -> key.contains("node-b") || key.equals("connections:nodes")));
        }
    }

    private static FakeConnection connect(ConnectionRegistry node, FakeConnection connection) {
        node.opened(connection);
        node.authenticated(connection);
        return connection;
    }

    private static List<ConnectionEntry> all(ConnectionRegistry node) {
        return node.page(null, null, 200);
    }

    private static List<ConnectionEntry> of(ConnectionRegistry node, Principal.Kind kind, String id) {
        return node.page(new Owner(kind, id), null, 200);
    }

    private static List<String> paged(ConnectionRegistry node, Owner owner) {
        List<String> ids = new ArrayList<>();
        List<ConnectionEntry> page = node.page(owner, null, 200);
        while (!page.isEmpty()) {
            page.forEach(entry -> ids.add(entry.connectionId()));
            page = node.page(owner, ids.get(ids.size() - 1), 200);
        }
        return ids;
    }
}
