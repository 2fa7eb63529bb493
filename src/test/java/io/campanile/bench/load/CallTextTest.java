package io.campanile.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What a load must not mistake for something else. */
class CallTextTest {

    @Test
    void aCallThatRingsIsToldFromWhatHappensToIt() {
        CallText incoming = new CallText("{\"op\":\"galbot_push\",\"service\":\"/push/call/incoming\",\"code\":0,\"msg\":\"\",\"values\":{\"call_id\":\"c1\","
                + "\"device_id\":\"d\",\"target_resident_id\":\"ann\",\"timestamp\":1},\"result\":true,\"request_id\":\"p\"}");
        CallText initiated = new CallText("{\"message_type\":\"call_control\",\"action\":\"initiated\",\"call_id\":\"c1\",\"target_resident_ids\":[\"ann\"]}");

        assertThat(incoming.rings()).isTrue();
        assertThat(incoming.callId()).isEqualTo("c1");
        assertThat(initiated.rings()).isFalse();
        assertThat(initiated.is("initiated")).isTrue();
    }

    @Test
    void anAnswerIsNoControlAndARefusalIsNoAnswerToBeGladOf() {
        CallText answer = new CallText("{\"op\":\"galbot_response\",\"code\":0,\"values\":{\"action\":\"ringing\"},\"result\":true,\"request_id\":\"ringing\"}");
        CallText refusal = new CallText("{\"op\":\"galbot_response\",\"code\":409,\"values\":{},\"result\":false,\"request_id\":\"ringing\"}");
        CallText error = new CallText("{\"message_type\":\"call_control\",\"action\":\"error\",\"code\":409}");

        assertThat(answer.answers("ringing")).isTrue();
        assertThat(answer.refuses()).isFalse();
        assertThat(refusal.refuses()).isTrue();
        assertThat(error.refuses()).isTrue();
        assertThat(error.callId()).isEmpty();
    }
}
