package io.campanile.store.rtc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.campanile.domain.call.Party;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The provider's own library for Node, {@code tls-sig-api-v2} of npm, as an independent witness. Skipped where npm cannot install it. */
@Tag("faults")
class TrtcUserSigOracleIT {

    private static final long SDK_APP_ID = 1400000000;
    private static final String KEY = "5bd2850fff3ecb11d7c805251c51ee463a25727bddc2385f3fa8bfee1bb93b5e";
    private static final int EXPIRE = 7_200;
    private static final int INSTALL_SECONDS = 60;

    @TempDir
    static Path home;

    @BeforeAll
    static void installs() throws Exception {
        assumeTrue(runs("npm", "install", "--prefix", home.toString(), "--no-audit", "--no-fund", "tls-sig-api-v2@1.0.2"),
                "npm cannot install tls-sig-api-v2 here");
    }

    @Test
    void theProvidersLibraryMakesTheSame() throws Exception {
        for (String user : List.of("xiaojun", "d-1", "Resident_2", "12345678901234567890123456789012")) {
            Map<String, Object> theirs = UserSigs.read(oracle(user));
            long time = ((Number) theirs.get("TLS.time")).longValue();
            TrtcUserSig ours = new TrtcUserSig(SDK_APP_ID, KEY, Duration.ofSeconds(EXPIRE), Clock.fixed(Instant.ofEpochSecond(time), ZoneOffset.UTC));

            assertThat(UserSigs.read(ours.of(Party.user(user), "room").orElseThrow().userSig())).isEqualTo(theirs);
        }
    }

    private static String oracle(String user) throws IOException {
        String program = "const {Api} = require('tls-sig-api-v2'); process.stdout.write(new Api(%d, '%s').genUserSig('%s', %d))"
                .formatted(SDK_APP_ID, KEY, user, EXPIRE);
        Process node = new ProcessBuilder("node", "-e", program).directory(home.toFile()).start();
        return new String(node.getInputStream().readAllBytes());
    }

    private static boolean runs(String... command) throws InterruptedException {
        try {
            Process process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
            boolean ended = process.waitFor(INSTALL_SECONDS, TimeUnit.SECONDS);
            process.destroy();
            return ended && process.exitValue() == 0;
        } catch (IOException e) {
            return false;
        }
    }
}
