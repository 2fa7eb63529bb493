package io.campanile.edge.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** PROTOCOL 3: a ticket in the query, where no header can be sent. */
class TicketTest {

    private static final String REFRESH = "{'service':'/api/user/refresh','request_id':1,'values':{'token':'%s'}}";

    private final WebSocketGateway gateway = new WebSocketGateway();

    @AfterEach
    void stop() {
        gateway.close();
    }

    @Test
    void isGoodOnce() {
        String token = gateway.token("operator-1");
        String ticket = gateway.tickets.issue(token);

        assertThat(connect(ticket).ask(REFRESH.formatted(token)).at("/values/user_id").asText()).isEqualTo("operator-1");
        assertThat(connect(ticket).closeCode()).isEqualTo(3000);
        assertThat(connect("nonsense").closeCode()).isEqualTo(3000);
        assertThat(connect("").closeCode()).isEqualTo(3000);
    }

    @Test
    void framesWaitUntilItIsRedeemedAndOthersDoNot() {
        CountDownLatch looked = new CountDownLatch(1);
        gateway.whileReading = () -> awaitQuietly(looked);
        String token = gateway.token("operator-1");
        TestClient client = connect(gateway.tickets.issue(token));
        client.send(REFRESH.formatted(token));
        // On as many connections as there are event loops: none of them is held up
        for (int i = 0; i < Runtime.getRuntime().availableProcessors() * 2; i++) {
            gateway.connect().assertSilent();
        }

        looked.countDown();

        assertThat(client.next().at("/code").asInt()).as("signed in by then").isZero();
    }

    @Test
    void endsWithItsToken() {
        gateway.tokenLifetime = 700;
        TestClient expires = connect(gateway.tickets.issue(gateway.token("operator-1")));
        gateway.tokenLifetime = 60_000;
        String token = gateway.token("operator-2");
        TestClient revoked = connect(gateway.tickets.issue(token));
        revoked.assertSilent();
        gateway.revoke(gateway.verify(token));

        assertThat(revoked.closeCode()).isEqualTo(3000);
        assertThat(expires.closeCode()).isEqualTo(3000);
        assertThat(connect(gateway.tickets.issue(token)).closeCode()).as("revoked before it is redeemed").isEqualTo(3000);
    }

    private TestClient connect(String ticket) {
        return gateway.connect("?ticket=" + ticket, Map.of());
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
