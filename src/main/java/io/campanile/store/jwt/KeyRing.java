package io.campanile.store.jwt;

import io.campanile.domain.session.SharedSecrets;
import io.campanile.domain.session.SharedSecrets.SharedSecret;
import io.campanile.domain.session.SigningKeys;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The keys of our tokens, kept as shared secrets {@code jwt}, {@code jwt-2}, {@code jwt-3}, … and always at hand: a thread of
 * its own reads them, so that who signs or verifies never waits. A key that is due for it is followed by the next, which
 * whichever node is first makes; it signs once every node had the time to learn of it, and the one before goes when its
 * last token has ended. While the database is away everything stays as it is. Thread-safe.
 */
public final class KeyRing implements SigningKeys, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(KeyRing.class);
    private static final String NAME = "jwt";
    private static final int KEY_BYTES = 32;
    /** Looks at the database in the time that a new key takes to spread. */
    private static final int LOOKS = 5;

    private final SharedSecrets secrets;
    private final Duration rotation;
    private final Duration spread;
    private final Duration tokenLifetime;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread looker = new Thread(task, "signing-keys");
        looker.setDaemon(true);
        return looker;
    });
    /** The newest first; never empty. */
    private volatile List<TokenKey> keys;

    /**
     * Reads the keys, and makes the first one where there is none.
     *
     * @param rotation      {@code auth.key-rotation}: how old a key becomes before another follows it
     * @param spread        {@code auth.key-spread}: how long a new key waits before it signs
     * @param tokenLifetime {@code auth.token-lifetime}
     */
    public KeyRing(SharedSecrets secrets, Duration rotation, Duration spread, Duration tokenLifetime, Clock clock) {
        this.secrets = secrets;
        this.rotation = rotation;
        this.spread = spread;
        this.tokenLifetime = tokenLifetime;
        this.clock = clock;
        secrets.getOrCreate(NAME, this::random);
        read();
    }

    /** Keeps an eye on them from now on. */
    public void watch() {
        long period = Math.max(1, spread.toMillis() / LOOKS);
        thread.scheduleWithFixedDelay(() -> {
            try {
                look();
            } catch (RuntimeException e) {
                // Else it would be the last time
                LOG.warn("the keys of tokens cannot be looked at: {}", e.getMessage());
            }
        }, period, period, TimeUnit.MILLISECONDS);
    }

    /** Reads the keys, has the next one made when it is time, and forgets those that are of no use any more. */
    void look() {
        read();
        if (clock.millis() >= keys.get(0).signsFrom() + rotation.toMillis()) {
            rotate();
        }
        for (int i = 1; i < keys.size(); i++) {
            if (clock.millis() > goodUntil(keys.get(i - 1))) {
                LOG.info("the key {} has signed no token that is still good: it goes", keys.get(i).id());
                secrets.forget(name(keys.get(i).number()));
            }
        }
        read();
    }

    @Override
    public SigningKey rotate() {
        TokenKey newest = keys.get(0);
        if (clock.millis() >= newest.signsFrom()) {
            secrets.getOrCreate(name(newest.number() + 1), this::random);
            read();
            LOG.info("the key {} follows {} and signs tokens in {} s", keys.get(0).id(), newest.id(), spread.toSeconds());
        }
        return all().get(0);
    }

    @Override
    public List<SigningKey> all() {
        List<SigningKey> all = new ArrayList<>();
        TokenKey next = null;
        for (TokenKey key : keys) {
            all.add(new SigningKey(key.id(), key.createdAt(), key.signsFrom(), next == null ? null : goodUntil(next)));
            next = key;
        }
        return all;
    }

    /** The key that signs now. */
    TokenKey signing() {
        List<TokenKey> present = keys;
        long now = clock.millis();
        return present.stream().filter(key -> key.signsFrom() <= now).findFirst().orElse(present.get(present.size() - 1));
    }

    /** @return empty when there is no such key, as far as is known now */
    Optional<TokenKey> find(String keyId) {
        for (TokenKey key : keys) {
            if (key.id().equals(keyId)) {
                return Optional.of(key);
            }
        }
        return Optional.empty();
    }

    /** Until when what its predecessor signed may be good; a node may be late by one look. */
    private long goodUntil(TokenKey successor) {
        return successor.signsFrom() + spread.toMillis() + tokenLifetime.toMillis();
    }

    private void read() {
        keys = secrets.family(NAME).stream().map(this::key).sorted(Comparator.comparing(TokenKey::number).reversed()).toList();
    }

    private TokenKey key(SharedSecret secret) {
        int number = secret.name().equals(NAME) ? 1 : Integer.parseInt(secret.name().substring(NAME.length() + 1));
        // Nobody can hold a token of another before there is the first
        long signsFrom = number == 1 ? secret.createdAt() : secret.createdAt() + spread.toMillis();
        return TokenKey.of(number, secret.text(), secret.createdAt(), signsFrom);
    }

    private static String name(int number) {
        return number == 1 ? NAME : NAME + "-" + number;
    }

    private String random() {
        byte[] bytes = new byte[KEY_BYTES];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
