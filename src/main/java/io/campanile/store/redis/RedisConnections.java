package io.campanile.store.redis;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.Delay;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** A Redis client that does not wait longer than a request may, and is back soon after Redis is. */
public final class RedisConnections {

    /** Lettuce waits 60 s by default: a handful of logins while Redis is away would take every worker. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final Duration SHORTEST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);
    /** Commands that may wait for a connection; each is given up after its time, so this bounds memory only. */
    private static final int WAITING = 10_000;

    private RedisConnections() {
    }

    /** @param url {@code redis://host:6379}; closing the client leaves its resources, which are its own, to the caller */
    public static RedisClient client(String url) {
        ClientResources resources = ClientResources.builder()
                .reconnectDelay(() -> Delay.exponential(SHORTEST_PAUSE, LONGEST_PAUSE, 2, TimeUnit.MILLISECONDS))
                .build();
        RedisClient client = RedisClient.create(resources, url);
        client.setOptions(ClientOptions.builder()
                .timeoutOptions(TimeoutOptions.enabled(PATIENCE))
                .requestQueueSize(WAITING)
                .build());
        return client;
    }
}
