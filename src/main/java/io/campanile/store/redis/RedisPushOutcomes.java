package io.campanile.store.redis;

import io.campanile.domain.CodedException;
import io.campanile.domain.ErrorCode;
import io.campanile.domain.push.PushOutcome;
import io.campanile.domain.push.PushOutcomes;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.StatefulRedisConnection;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A hash {@code push:<push_id>} with a field for each node: {@code matched sent reason=n …}; an empty field name says
 * that the push was accepted. One write a push and node, for which nobody waits. Thread-safe.
 */
public final class RedisPushOutcomes implements PushOutcomes {

    private static final Logger LOG = LoggerFactory.getLogger(RedisPushOutcomes.class);
    private static final String KEY = "push:";
    private static final String ACCEPTED = "";
    /** Both or nothing: a key without an end would stay for ever. */
    private static final String KEEP = "redis.call('HSET', KEYS[1], ARGV[1], ARGV[2]) return redis.call('PEXPIRE', KEYS[1], ARGV[3])";
    /** Writes on their way; while Redis is away no more are begun, so that they do not fill the memory. */
    private static final int IN_FLIGHT = 10_000;

    private final StatefulRedisConnection<String, String> redis;
    private final String nodeId;
    private final String keepMs;
    private final Semaphore free = new Semaphore(IN_FLIGHT);

    public RedisPushOutcomes(StatefulRedisConnection<String, String> redis, String nodeId, Duration keep) {
        this.redis = redis;
        this.nodeId = nodeId;
        this.keepMs = String.valueOf(keep.toMillis());
    }

    @Override
    public void accepted(String pushId) {
        keep(pushId, ACCEPTED, "");
    }

    @Override
    public void tell(String pushId, PushOutcome outcome) {
        StringBuilder text = new StringBuilder().append(outcome.matched()).append(' ').append(outcome.sent());
        outcome.failed().forEach((reason, count) -> text.append(' ').append(reason).append('=').append(count));
        keep(pushId, nodeId, text.toString());
    }

    private void keep(String pushId, String field, String value) {
        if (!free.tryAcquire()) {
            LOG.debug("the outcome of push {} is not kept: Redis is behind", pushId);
            return;
        }
        RedisFuture<Long> written = redis.async().eval(KEEP, ScriptOutputType.INTEGER, new String[] {KEY + pushId}, field, value, keepMs);
        written.whenComplete((done, failure) -> {
            free.release();
            if (failure != null) {
                LOG.debug("the outcome of push {} is not kept: {}", pushId, failure.getMessage());
            }
        });
    }

    @Override
    public Optional<Collected> find(String pushId) {
        Map<String, String> fields;
        try {
            fields = new TreeMap<>(redis.sync().hgetall(KEY + pushId));
        } catch (RedisException e) {
            throw new CodedException(ErrorCode.UNAVAILABLE, "what became of pushes cannot be read now: try again");
        }
        if (fields.isEmpty()) {
            return Optional.empty();
        }
        fields.remove(ACCEPTED);
        PushOutcome sum = fields.values().stream().map(RedisPushOutcomes::outcome).reduce(PushOutcome.NONE, PushOutcome::plus);
        return Optional.of(new Collected(sum, List.copyOf(fields.keySet())));
    }

    private static PushOutcome outcome(String text) {
        String[] parts = text.split(" ");
        Map<String, Integer> failed = new HashMap<>();
        for (int i = 2; i < parts.length; i++) {
            int equals = parts[i].indexOf('=');
            failed.put(parts[i].substring(0, equals), Integer.valueOf(parts[i].substring(equals + 1)));
        }
        return new PushOutcome(Integer.parseInt(parts[0]), Integer.parseInt(parts[1]), failed);
    }
}
