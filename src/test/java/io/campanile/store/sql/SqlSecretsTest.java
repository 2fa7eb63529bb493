package io.campanile.store.sql;

import io.campanile.domain.session.SharedSecrets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import static org.assertj.core.api.Assertions.assertThat;

class SqlSecretsTest {

    private static final int NODES = 6;

    @RegisterExtension
    static final DatabaseFixture DATABASE = new DatabaseFixture();

    private final SharedSecrets secrets = new SqlSecrets(DATABASE.dataSource(), Clock.systemUTC());

    @Test
    void aSecretIsMadeOnce() {
        assertThat(secrets.getOrCreate("key", () -> "first")).isEqualTo("first");
        assertThat(secrets.getOrCreate("key", () -> "second")).isEqualTo("first");
        assertThat(secrets.getOrCreate("other", () -> "second")).isEqualTo("second");
    }

    @Test
    void nodesThatRaceGetTheSameOne() throws Exception {
        ExecutorService nodes = Executors.newFixedThreadPool(NODES);
        try {
            for (int round = 0; round < 50; round++) {
                assertThat(race(nodes, "key-" + round)).as("round %d", round).hasSize(1);
            }
        } finally {
            nodes.shutdownNow();
        }
    }

    private Set<String> race(ExecutorService nodes, String name) throws Exception {
        CyclicBarrier start = new CyclicBarrier(NODES);
        List<Future<String>> answers = new ArrayList<>();
        for (int node = 0; node < NODES; node++) {
            answers.add(nodes.submit(() -> {
                start.await();
                return secrets.getOrCreate(name, () -> UUID.randomUUID().toString());
            }));
        }
        Set<String> seen = new HashSet<>();
        for (Future<String> answer : answers) {
            seen.add(answer.get());
        }
        return seen;
    }
}
