package io.campanile.edge.line;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.campanile.store.password.Argon2Passwords;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What clients do that nobody would, and what becomes of it. */
class HostileClientsTest {

    private static final int LONGEST = 65_536;

    private LineGateway gateway;

    @AfterEach
    void stop() {
        gateway.close();
    }

    @Test
    void oneThatSendsAByteAtATimeIsUnderstood() {
        gateway = new LineGateway();
        LineClient client = gateway.connect();

        for (byte one : "register:alice:grüße\r\nping\n".getBytes(StandardCharsets.UTF_8)) {
            client.sends(new byte[] {one});
        }

        client.hears("ok:register").hears("ok:ping");
    }

    @Test
    void oneThatNeverEndsItsLineIsToldOnceAndClosed() {
        gateway = new LineGateway();
        LineClient client = gateway.connect();

        CompletableFuture<Void> flood = CompletableFuture.runAsync(() -> {
            byte[] filler = "x".repeat(LONGEST).getBytes(StandardCharsets.US_ASCII);
            for (int i = 0; i < 1_000; i++) {
                client.sends(filler);
            }
        });

        client.hears("error::413:a line is at most 65536 bytes");
        assertThat(flood).failsWithin(5, TimeUnit.SECONDS).withThrowableThat().withCauseInstanceOf(UncheckedIOException.class);
    }

    @Test
    void aLineOfOneMegabyteIsRefusedAndTheNextOneTaken() {
        gateway = new LineGateway();

        gateway.connect()
                .says("x".repeat(1_000_000)).hears("error::413:a line is at most 65536 bytes")
                .says("ping").hears("ok:ping");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r\n"})
    void aLineMayBeAsLongAsItMay(String end) {
        gateway = new LineGateway();
        String longest = "login:a:" + "x".repeat(LONGEST - "login:a:".length());

        gateway.connect()
                .sends((longest + end).getBytes(StandardCharsets.US_ASCII)).hears("error:login:401:wrong username or password")
                .sends((longest + "x" + end).getBytes(StandardCharsets.US_ASCII)).hears("error::413:a line is at most 65536 bytes")
                .says("ping").hears("ok:ping");
    }

    @Test
    void whatIsNoTextIsNoProtocol() {
        gateway = new LineGateway();

        gateway.connect()
                .sends(new byte[] {0, 0, '\n'}).hears("error::400:Invalid protocol")
                .says("login:al\0ice:secret").hears("error:login:401:wrong username or password")
                .says("register:al\0ice:secret").hearsWhatBeginsWith("error:register:400:username: ")
                .sends(new byte[] {'p', 'i', 'n', 'g', (byte) 0xff, '\n'}).hears("error::400:Invalid protocol")
                .sends(new byte[] {(byte) 0xc0, (byte) 0x80, '\n'}).hears("error::400:Invalid protocol")
                .sends(new byte[] {(byte) 0xed, (byte) 0xa0, (byte) 0x80, '\n'}).hears("error::400:Invalid protocol")
                .says("ping").hears("ok:ping");
    }

    @Test
    void oneThatNeverLogsInIsClosed() {
        gateway = new LineGateway("line.login-timeout", "300ms");

        gateway.connect().says("ping").hears("ok:ping").hears("error::401:no login in time").hearsTheEnd();
    }

    @Test
    void oneThatSaysNothingIsClosed() {
        gateway = new LineGateway("line.connection-timeout", "300ms");

        gateway.connect().says("ping").hears("ok:ping").hears("error::400:no line in time").hearsTheEnd();
    }

    @Test
    void oneThatFloodsIsTold() {
        gateway = new LineGateway("line.lines-per-second", "1", "line.burst", "3");

        gateway.connect().says("ping\nping\nping\nping")
                .hears("ok:ping").hears("ok:ping").hears("ok:ping").hearsWhatBeginsWith("error:ping:429:too many lines, wait ");
    }

    @Test
    void oneThatNeverReadsIsDroppedAndCostsTheOthersNothing() {
        gateway = new LineGateway("line.write-timeout", "1s", "line.send-buffer", "8192");
        LineClient other = gateway.connectAs("alice");
        LineClient deaf = gateway.connect();

        CompletableFuture<Void> flood = CompletableFuture.runAsync(() -> {
            byte[] pings = "ping\n".repeat(10_000).getBytes(StandardCharsets.US_ASCII);
            for (int i = 0; i < 10_000; i++) {
                deaf.sends(pings);
            }
        });

        for (int i = 0; i < 100; i++) {
            other.says("ping").hears("ok:ping");
        }
        assertThat(flood).failsWithin(10, TimeUnit.SECONDS).withThrowableThat().withCauseInstanceOf(UncheckedIOException.class);
        other.says("ping").hears("ok:ping");
    }

    @Test
    void fromOneAddressOnlySoManyMayCome() {
        gateway = new LineGateway("line.max-connections-per-address", "300");
        List<LineClient> clients = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            clients.add(gateway.connect().says("ping").hears("ok:ping"));
        }

        for (int i = 0; i < 100; i++) {
            gateway.connect().hears("error::429:too many connections").hearsTheEnd();
        }

        clients.get(7).says("ping").hears("ok:ping");
        clients.get(0).close();
        await().pollInterval(Duration.ofMillis(20)).until(() -> "ok:ping".equals(gateway.connect().says("ping").next()));
    }

    @Test
    void inAllOnlySoManyMayCome() {
        gateway = new LineGateway("line.max-connections", "2");
        gateway.connect().says("ping").hears("ok:ping");
        gateway.connect().says("ping").hears("ok:ping");

        gateway.connect().hears("error::429:too many connections").hearsTheEnd();
    }

    @Test
    void manyWhoGuessPasswordsHoldUpNobodyElse() {
        gateway = new LineGateway(new Argon2Passwords(2, 4), "line.login-timeout", "60s");
        LineClient other = gateway.connectAs("alice");
        List<LineClient> guessers = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            guessers.add(gateway.connect().says("login:alice:guess"));
        }

        other.says("ping").hears("ok:ping");

        List<String> answers = guessers.stream().map(LineClient::next).distinct().sorted().toList();
        assertThat(answers).isSubsetOf("error:login:401:wrong username or password", "error:login:429:too many at the moment");
    }
}
