package io.campanile.flow.call;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.campanile.domain.CodedException;
import io.campanile.domain.call.CallActor;
import io.campanile.domain.call.CallSignal.Side;
import io.campanile.domain.call.Party;
import io.campanile.flow.Headers;
import java.util.Map;
import org.apache.camel.Message;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;

/** What older clients say, in the words of PROTOCOL 7. */
class OlderTopicsTest {

    private final OlderTopics topics = new OlderTopics(new ObjectMapper());
    private final Message message = new DefaultExchange(new DefaultCamelContext()).getMessage();

    @Test
    void aDeviceCallsWhomItNames() {
        Map<String, Object> request = topics.request(said("{'call_id':'c-1','device_id':'door-1','target_resident_id':'ann','timestamp':1763680000000}"), message);

        assertThat(request).containsEntry("resident_id", "ann").containsEntry("request_id", "c-1").containsEntry("timestamp", 1763680000000L)
                .doesNotContainKeys("target_resident_id", "call_id");
        assertThat(message.getHeader(Headers.SN)).isEqualTo("door-1");
        assertThat(message.getHeader(Headers.PARTY)).isEqualTo(Party.device("door-1"));
    }

    @Test
    void aCallOfNobodyIsRefused() {
        assertThatThrownBy(() -> topics.request(said("{'target_resident_id':'ann'}"), message))
                .isInstanceOf(CodedException.class).hasMessageStartingWith("device_id:");
    }

    @Test
    void whoActsIsWhomTheBodyNames() {
        Map<String, Object> action = topics.residentAction(said("{'call_id':'c-1','action':'answered','user_id':'ann','timestamp':1763680000}"), message);

        assertThat(action).containsEntry("resident_id", "ann").containsEntry("timestamp", 1763680000000L);
        assertThat(message.getHeader(Headers.CALL_ACTOR, CallActor.class).as()).isEqualTo(Side.CALLEE);
        topics.deviceAction(said("{'call_id':'c-1','action':'hangup'}"), message);
        assertThat(message.getHeader(Headers.CALL_ACTOR, CallActor.class).as()).isEqualTo(Side.CALLER);
    }

    @Test
    void whatTheBridgeSaysIsNotTheirs() throws Exception {
        byte[] theirs = said("{'call_id':'c-1','action':'answered'}");

        assertThat(topics.isTheirs(theirs)).isTrue();
        assertThat(topics.isTheirs(topics.told(theirs))).isFalse();
    }

    @Test
    void whatIsNoObjectIsRefused() {
        for (String body : new String[] {"", "null", "[]", "{", "\"text\""}) {
            assertThatThrownBy(() -> topics.isTheirs(said(body))).as(body).isInstanceOf(CodedException.class).hasMessage("body: must be a JSON object");
        }
    }

    private static byte[] said(String json) {
        return json.replace('\'', '"').getBytes(UTF_8);
    }
}
