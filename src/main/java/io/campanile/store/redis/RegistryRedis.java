package io.campanile.store.redis;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisConnectionStateListener;
import io.lettuce.core.RedisChannelHandler;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.async.RedisAsyncCommands;
import io.lettuce.core.pubsub.RedisPubSubAdapter;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.DefaultClientResources;
import io.lettuce.core.resource.Delay;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Redis as the registry of connections uses it: what cannot be said now fails at once and is said anew later, rather than
 * waiting in a queue that grows; and it is back within a second after Redis is. Thread-safe.
 */
final class RegistryRedis implements AutoCloseable {

    private static final Duration COMMAND_TIMEOUT = Duration.ofSeconds(2);
    private static final Duration RECONNECT_DELAY = Duration.ofMillis(500);
    private static final int THREADS = 2;

    private final ClientResources resources = DefaultClientResources.builder().ioThreadPoolSize(THREADS)
            .computationThreadPoolSize(THREADS).reconnectDelay(Delay.constant(RECONNECT_DELAY)).build();
    private final RedisClient client;
    private final StatefulRedisConnection<String, String> connection;

    RegistryRedis(String url) {
        client = RedisClient.create(resources, url);
        client.setOptions(ClientOptions.builder()
                .disconnectedBehavior(ClientOptions.DisconnectedBehavior.REJECT_COMMANDS)
                .timeoutOptions(TimeoutOptions.enabled(COMMAND_TIMEOUT)).build());
        connection = client.connect();
    }

    /** Tells, on a thread of Lettuce, when Redis was away and is there again. */
    void whenBack(Runnable listener) {
        client.addListener(new RedisConnectionStateListener() {
            @Override
            public void onRedisConnected(RedisChannelHandler<?, ?> connected, SocketAddress address) {
                listener.run();
            }
        });
    }

    RedisAsyncCommands<String, String> commands() {
        return connection.async();
    }

    /** Waits until Redis tells the channel's messages; from then on it does so again after every break. */
    void subscribe(String channel, Consumer<String> listener) {
        StatefulRedisPubSubConnection<String, String> subscription = client.connectPubSub();
        subscription.addListener(new RedisPubSubAdapter<>() {
            @Override
            public void message(String name, String message) {
                listener.accept(message);
            }
        });
        subscription.sync().subscribe(channel);
    }

    @Override
    public void close() {
        client.shutdown(Duration.ZERO, COMMAND_TIMEOUT);
        resources.shutdown(0, COMMAND_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
    }
}
