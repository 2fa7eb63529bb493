package io.campanile.store.redis;

import io.campanile.domain.message.HighWaterMark;
import io.lettuce.core.RedisException;
import io.lettuce.core.api.StatefulRedisConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The key {@code inbox:fence}. Losing it costs nothing but the knowledge of how far the database was before this node started. */
public final class RedisHighWaterMark implements HighWaterMark {

    private static final Logger LOG = LoggerFactory.getLogger(RedisHighWaterMark.class);
    private static final String KEY = "inbox:fence";

    private final StatefulRedisConnection<String, String> redis;

    public RedisHighWaterMark(StatefulRedisConnection<String, String> redis) {
        this.redis = redis;
    }

    @Override
    public long get() {
        try {
            String mark = redis.sync().get(KEY);
            return mark == null ? 0 : Long.parseLong(mark);
        } catch (RedisException e) {
            // Its health check tells of it
            LOG.debug("the high-water mark cannot be read: {}", e.getMessage());
            return 0;
        }
    }

    @Override
    public void set(long mark) {
        try {
            redis.sync().set(KEY, Long.toString(mark));
        } catch (RedisException e) {
            LOG.debug("the high-water mark cannot be written: {}", e.getMessage());
        }
    }
}
