package io.campanile.standalone;

import static org.assertj.core.api.Assertions.assertThatCode;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** A port that is claimed is there for the server that claimed it. */
class PortsTest {

    private static final int CLAIMS = 5_000;

    private final AtomicBoolean enough = new AtomicBoolean();

    @Test
    void aChildThatStartsMeanwhileDoesNotTakeAClaimedPort() {
        CompletableFuture<Void> children = CompletableFuture.runAsync(this::spawn);
        try {
            for (int i = 0; i < CLAIMS; i++) {
                int claimed = Ports.claim("any.port", 0);
                assertThatCode(() -> new ServerSocket(claimed, 1, InetAddress.getLoopbackAddress()).close()).doesNotThrowAnyException();
            }
        } finally {
            enough.set(true);
            children.join();
        }
    }

    private void spawn() {
        try {
            while (!enough.get()) {
                Ports.spawn(new ProcessBuilder("true")).waitFor();
            }
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
