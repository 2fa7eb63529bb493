package io.campanile.store.password;

import com.password4j.Argon2Function;
import com.password4j.Password;
import com.password4j.types.Argon2;
import io.campanile.domain.CodedException;
import io.campanile.domain.ErrorCode;
import io.campanile.domain.session.Passwords;

import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Argon2id with the parameters OWASP names (19 MiB, 2 passes, 1 lane). Hashing runs on the caller's thread, but only
 * so many at once: each takes its memory and a core, and a flood of sign-ins must leave both to the rest.
 */
public final class Argon2Passwords implements Passwords {

    private static final int MEMORY_KIB = 19_456;
    private static final int PASSES = 2;
    private static final int LANES = 1;
    private static final int HASH_BYTES = 32;
    private static final int SALT_BYTES = 16;
    private static final int RETRY_AFTER_MS = 1_000;

    private final Argon2Function argon2 =
            Argon2Function.getInstance(MEMORY_KIB, PASSES, LANES, HASH_BYTES, Argon2.ID);
    private final Semaphore hashing;
    private final AtomicInteger admitted = new AtomicInteger();
    private final int most;

    /**
     * @param atOnce  how many are hashed at the same time
     * @param waiting how many more may wait for their turn; who comes beyond them is told 429
     */
    public Argon2Passwords(int atOnce, int waiting) {
        this.hashing = new Semaphore(atOnce, true);
        this.most = atOnce + waiting;
    }

    @Override
    public String hash(String password) {
        enter();
        try {
            return Password.hash(password).addRandomSalt(SALT_BYTES).with(argon2).getResult();
        } finally {
            leave();
        }
    }

    @Override
    public boolean matches(String password, String hash) {
        enter();
        try {
            return Password.check(password, hash).with(Argon2Function.getInstanceFromHash(hash));
        } finally {
            leave();
        }
    }

    private void enter() {
        if (admitted.incrementAndGet() > most) {
            admitted.decrementAndGet();
            throw new CodedException(ErrorCode.TOO_MANY, "too many sign in at the moment",
                    Map.of("retry_after_ms", RETRY_AFTER_MS));
        }
        hashing.acquireUninterruptibly();
    }

    private void leave() {
        hashing.release();
        admitted.decrementAndGet();
    }
}
