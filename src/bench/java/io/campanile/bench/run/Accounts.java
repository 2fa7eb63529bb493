package io.campanile.bench.run;

import io.campanile.bench.system.Gateway;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Users of the gateway, registered as anybody is. */
final class Accounts {

    /** A password costs a core. */
    private static final int AT_A_TIME = 4;
    private static final String PASSWORD = "a user of the bench";

    private Accounts() {
    }

    /** Registers one, and signs in. @return the token */
    static String token(Gateway gateway, String name) throws IOException, InterruptedException {
        gateway.post("/api/v1/users", Map.of("username", name, "password", PASSWORD));
        return gateway.post("/api/v1/sessions", Map.of("username", name, "password", PASSWORD)).path("token").asText();
    }

    /** @return the tokens of so many pairs, each the writer's and then the reader's */
    static List<String> ofPairs(Gateway gateway, int pairs) throws InterruptedException {
        return all(IntStream.range(0, pairs).boxed().flatMap(i -> Stream.of("writer-" + i, "reader-" + i))
                .<Callable<String>>map(user -> () -> token(gateway, user)).toList());
    }

    /** Does some at a time; the results are in their order. */
    static <T> List<T> all(List<Callable<T>> work) throws InterruptedException {
        ExecutorService workers = Executors.newFixedThreadPool(AT_A_TIME);
        try {
            List<T> results = new ArrayList<>();
            for (Future<T> result : workers.invokeAll(work)) {
                results.add(result.get());
            }
            return results;
        } catch (ExecutionException e) {
            throw new IllegalStateException("users cannot be registered: " + e.getCause().getMessage(), e.getCause());
        } finally {
            workers.shutdownNow();
        }
    }
}
