package io.campanile.store.redis;

import io.campanile.domain.CodedException;
import io.campanile.domain.ErrorCode;
import io.campanile.domain.session.OnceOnly;
import io.lettuce.core.RedisException;
import io.lettuce.core.SetArgs;
import io.lettuce.core.api.StatefulRedisConnection;
import java.time.Duration;

/** {@code SET once:<key> NX PX}: atomic, and gone by itself. Thread-safe. */
public final class RedisOnceOnly implements OnceOnly {

    private final StatefulRedisConnection<String, String> redis;

    public RedisOnceOnly(StatefulRedisConnection<String, String> redis) {
        this.redis = redis;
    }

    @Override
    public boolean claim(String key, Duration keep) {
        try {
            return redis.sync().set("once:" + key, "1", SetArgs.Builder.nx().px(keep.toMillis())) != null;
        } catch (RedisException e) {
            throw new CodedException(ErrorCode.UNAVAILABLE, "what is good once cannot be checked now: try again");
        }
    }
}
