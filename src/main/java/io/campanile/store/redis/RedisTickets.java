package io.campanile.store.redis;

import io.campanile.domain.CodedException;
import io.campanile.domain.ErrorCode;
import io.campanile.domain.session.Tickets;
import io.lettuce.core.RedisException;
import io.lettuce.core.SetArgs;
import io.lettuce.core.api.StatefulRedisConnection;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;

/**
 * {@code ticket:<SHA-256 of the ticket>} holds the token, until GETDEL takes it or its time is over. A ticket goes through
 * URLs and so into logs: whoever reads the keys of Redis still has none.
 */
public final class RedisTickets implements Tickets {

    private static final Duration GOOD_FOR = Duration.ofSeconds(30);
    private static final int TICKET_BYTES = 32;

    private final StatefulRedisConnection<String, String> redis;
    private final SecureRandom random = new SecureRandom();

    public RedisTickets(StatefulRedisConnection<String, String> redis) {
        this.redis = redis;
    }

    @Override
    public String issue(String token) {
        byte[] bytes = new byte[TICKET_BYTES];
        random.nextBytes(bytes);
        String ticket = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        try {
            redis.sync().set(key(ticket), token, SetArgs.Builder.px(GOOD_FOR.toMillis()));
            return ticket;
        } catch (RedisException e) {
            throw unavailable();
        }
    }

    @Override
    public Optional<String> redeem(String ticket) {
        try {
            return Optional.ofNullable(redis.sync().getdel(key(ticket)));
        } catch (RedisException e) {
            throw unavailable();
        }
    }

    private static CodedException unavailable() {
        return new CodedException(ErrorCode.UNAVAILABLE, "tickets are unavailable: try again");
    }

    private static String key(String ticket) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(ticket.getBytes(StandardCharsets.UTF_8));
            return "ticket:" + HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
