package io.campanile.bench.call;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** What the judge takes for told, and for the end. */
class MailboxTest {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Mailbox mailbox = new Mailbox();

    @Test
    void whatComesLaterIsWaitedForAndWhatNeverComesIsNot() throws Exception {
        CompletableFuture<Told> awaited = CompletableFuture.supplyAsync(() -> {
            try {
                return mailbox.await("c1", told -> told.is("answered"), PATIENCE);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        mailbox.put(json("{'message_type':'call_control','action':'ringing','call_id':'c1'}"));
        mailbox.put(json("{'message_type':'call_control','action':'answered','call_id':'c1','resident_id':'ann'}"));

        assertThat(awaited.get().body().path("resident_id").asText()).isEqualTo("ann");
        assertThat(mailbox.await("c2", told -> true, Duration.ZERO)).isNull();
    }

    @Test
    void aCallIsFoundByTheRequestThatBeganIt() throws Exception {
        mailbox.put(json("{'message_type':'call_control','action':'initiated','call_id':'c1','request_id':'r1'}"));

        assertThat(mailbox.await("r1", told -> told.is("initiated"), PATIENCE).body().path("call_id").asText()).isEqualTo("c1");
    }

    @Test
    void oneWhoRejectsEndsNothingYet() throws Exception {
        assertThat(Told.of(json("{'message_type':'call_control','action':'rejected','call_id':'c1','resident_id':'ann'}")).closes()).isFalse();
        assertThat(Told.of(json("{'message_type':'call_control','action':'rejected','call_id':'c1','reason':'rejected'}")).closes()).isTrue();
        assertThat(Told.of(json("{'message_type':'call_control','action':'cancelled','call_id':'c1','reason':'answered_elsewhere'}")).closes()).isTrue();
        assertThat(Told.of(json("{'call_id':'c1','target_resident_id':'ann'}")).is("incoming")).isTrue();
    }

    private static JsonNode json(String text) throws Exception {
        return new ObjectMapper().readTree(text.replace('\'', '"'));
    }
}
