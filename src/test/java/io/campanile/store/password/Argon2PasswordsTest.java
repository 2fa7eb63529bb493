package io.campanile.store.password;

import io.campanile.domain.CodedException;
import io.campanile.domain.ErrorCode;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.stream.IntStream;

import static org.assertj.core.api.Assertions.assertThat;

class Argon2PasswordsTest {

    @Test
    void aHashMatchesItsPasswordOnly() {
        Argon2Passwords passwords = new Argon2Passwords(1, 0);
        String hash = passwords.hash("pässwörd");

        assertThat(hash).startsWith("$argon2id$v=19$m=19456,t=2,p=1$").hasSizeLessThan(255);
        assertThat(passwords.matches("pässwörd", hash)).isTrue();
        assertThat(passwords.matches("passwort", hash)).isFalse();
        assertThat(passwords.hash("pässwörd")).as("salted").isNotEqualTo(hash);
    }

    @Test
    void whoComesBeyondTheQueueIsTurnedAwayAndTheRestIsServed() {
        Argon2Passwords passwords = new Argon2Passwords(1, 2);
        CyclicBarrier start = new CyclicBarrier(12);

        List<CompletableFuture<Boolean>> callers = IntStream.range(0, 12)
                .mapToObj(i -> CompletableFuture.supplyAsync(() -> served(passwords, start), task -> new Thread(task).start()))
                .toList();

        assertThat(callers.stream().map(CompletableFuture::join)).contains(true, false);
        assertThat(passwords.hash("after the flood")).isNotEmpty();
    }

    private static boolean served(Argon2Passwords passwords, CyclicBarrier start) {
        try {
            start.await();
            passwords.hash("x");
            return true;
        } catch (CodedException e) {
            assertThat(e.code()).isEqualTo(ErrorCode.TOO_MANY);
            assertThat(e.values()).containsKey("retry_after_ms");
            return false;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
