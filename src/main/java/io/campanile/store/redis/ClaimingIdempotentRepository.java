package io.campanile.store.redis;

import io.campanile.domain.CodedException;
import io.campanile.domain.ErrorCode;
import io.lettuce.core.KeyScanCursor;
import io.lettuce.core.RedisException;
import io.lettuce.core.ScanArgs;
import io.lettuce.core.ScanCursor;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.StatefulRedisConnection;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.camel.Exchange;
import org.apache.camel.api.management.ManagedOperation;
import org.apache.camel.api.management.ManagedResource;
import org.apache.camel.spi.IdempotentRepository;
import org.apache.camel.support.service.ServiceSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Repeats over all nodes, such that a crash makes a repeat possible and never a loss: {@link #add} only <em>claims</em> a
 * key, for a while; {@link #confirm} marks it <em>done</em>, once the work is. A claim whose process died is gone after its
 * time, and the message that comes again is work. With Camel's other repositories the key is there for good before the work
 * is, so a process that dies in between turns the redelivery into a duplicate and the message is lost; besides,
 * camel-spring-redis' set takes two operations where one must be, and its {@code clear} empties the whole of Redis.
 *
 * <p>While somebody else is at a key, whether their work will succeed is not known: a repeat is neither a duplicate nor
 * work then. {@link #add} throws, so the consumer brings the message again or the sender is told to (503).
 *
 * <p>Work must take less time than a claim stands, or be harmless to do twice. A claim has a token of its own, so whoever
 * comes too late gives back nobody else's. To be used with {@code eager=true}, Camel's default. Thread-safe.
 */
@ManagedResource(description = "Claims and marks of work that is done once")
public final class ClaimingIdempotentRepository extends ServiceSupport implements IdempotentRepository {

    private static final Logger LOG = LoggerFactory.getLogger(ClaimingIdempotentRepository.class);

    private static final Script CLAIM = new Script("claim_key");
    private static final Script CONFIRM = new Script("confirm_key");
    private static final Script RELEASE = new Script("release_key");
    private static final String DONE = "done";
    private static final long CLAIMED = 0;
    private static final long ALREADY_DONE = -1;
    private static final int SCANNED_AT_A_TIME = 1_000;
    /** The exchange property with the token of a claim; the key follows. */
    private static final String TOKEN = "idempotentClaim:";

    private final StatefulRedisConnection<String, String> redis;
    private final String name;
    private final Duration claim;
    private final Duration kept;
    /** For callers without an exchange. */
    private final String ownToken = UUID.randomUUID().toString();

    /**
     * @param name  sets its keys apart from those of other repositories
     * @param claim for how long a claim stands: longer than the work takes
     * @param kept  for how long a repeat is recognised once the work is done
     */
    public ClaimingIdempotentRepository(StatefulRedisConnection<String, String> redis, String name, Duration claim, Duration kept) {
        this.redis = redis;
        this.name = name;
        this.claim = claim;
        this.kept = kept;
    }

    /**
     * @return true: the key is claimed, work; false: the work is done, this is a repeat
     * @throws CodedException 503 while somebody else has the claim, with {@code retry_after_ms}, or while Redis is away
     */
    @Override
    public boolean add(Exchange exchange, String key) {
        String token = UUID.randomUUID().toString();
        exchange.setProperty(TOKEN + key, token);
        return claim(key, token);
    }

    @Override
    public boolean add(String key) {
        return claim(key, ownToken);
    }

    private boolean claim(String key, String token) {
        long answer = run(CLAIM, key, token, String.valueOf(claim.toMillis()));
        if (answer > CLAIMED) {
            throw new CodedException(ErrorCode.UNAVAILABLE, "somebody is at it at this moment: repeat it", Map.of("retry_after_ms", answer));
        }
        return answer != ALREADY_DONE;
    }

    @Override
    public boolean confirm(Exchange exchange, String key) {
        return confirm(key, exchange.getProperty(TOKEN + key, ownToken, String.class));
    }

    @Override
    public boolean confirm(String key) {
        return confirm(key, ownToken);
    }

    private boolean confirm(String key, String token) {
        boolean own = run(CONFIRM, key, token, String.valueOf(kept.toMillis())) == 1;
        if (!own) {
            LOG.warn("{}: work took longer than its claim of {} stands; it may have been done twice", name, claim);
        }
        return own;
    }

    @Override
    public boolean remove(Exchange exchange, String key) {
        return run(RELEASE, key, exchange.getProperty(TOKEN + key, ownToken, String.class)) == 1;
    }

    @Override
    public boolean remove(String key) {
        return run(RELEASE, key, ownToken) == 1;
    }

    /** Whether the work is done; a claim is none. */
    @Override
    @ManagedOperation(description = "Whether the work behind a key is done")
    public boolean contains(String key) {
        try {
            return DONE.equals(redis.sync().get(key(key)));
        } catch (RedisException e) {
            throw away();
        }
    }

    /** Forgets what this repository holds, claims included, and nothing else that is in Redis. */
    @Override
    @ManagedOperation(description = "Forget everything: what comes again is done again")
    public void clear() {
        ScanArgs ours = ScanArgs.Builder.matches(key("*")).limit(SCANNED_AT_A_TIME);
        try {
            KeyScanCursor<String> found = redis.sync().scan(ScanCursor.INITIAL, ours);
            while (true) {
                if (!found.getKeys().isEmpty()) {
                    redis.sync().unlink(found.getKeys().toArray(String[]::new));
                }
                if (found.isFinished()) {
                    return;
                }
                found = redis.sync().scan(found, ours);
            }
        } catch (RedisException e) {
            throw away();
        }
    }

    private long run(Script script, String key, String... arguments) {
        try {
            return script.<Long>run(redis.async(), ScriptOutputType.INTEGER, new String[] {key(key)}, arguments).toCompletableFuture()
                    .get(redis.getTimeout().toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            if (e.getCause() != null && !(e.getCause() instanceof RedisException) && !(e.getCause() instanceof CompletionException)) {
                throw new IllegalStateException("an idempotent repository fails", e.getCause());
            }
            throw away();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw away();
        }
    }

    private String key(String key) {
        return "idempotent:{" + name + ":" + key + "}";
    }

    private static CodedException away() {
        return new CodedException(ErrorCode.UNAVAILABLE, "whether it was done cannot be told now: try again");
    }
}
