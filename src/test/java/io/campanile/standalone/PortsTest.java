package io.campanile.standalone;

import static org.assertj.core.api.Assertions.assertThatCode;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A port that is claimed is there for the server that claimed it. */
class PortsTest {

    private static final int CHILDREN = 300;
    private static final int REDIS = 10;

    @TempDir
    Path directory;

    private interface Spawning {
        void run() throws Exception;
    }

    @Test
    void aChildThatStartsMeanwhileDoesNotTakeAClaimedPort() {
        claimBeside(() -> {
            for (int i = 0; i < CHILDREN; i++) {
                Ports.spawn(() -> new ProcessBuilder("true").start()).waitFor();
            }
        });
    }

    @Test
    void redisDoesNotEither() {
        claimBeside(() -> {
            for (int i = 0; i < REDIS; i++) {
                RedisPart redis = new RedisPart(directory, 0);
                redis.start();
                redis.stop();
            }
        });
    }

    private static void claimBeside(Spawning spawning) {
        CompletableFuture<Void> spawned = CompletableFuture.runAsync(() -> {
            try {
                spawning.run();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
        while (!spawned.isDone()) {
            int claimed = Ports.claim("any.port", 0);
            assertThatCode(() -> new ServerSocket(claimed, 1, InetAddress.getLoopbackAddress()).close()).doesNotThrowAnyException();
        }
        spawned.join();
    }
}
