package io.campanile.bench.load;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.buffer.ByteBuf;

/** What of a message about a call a load has to know, found without parsing its JSON. */
record CallText(String text) {

    static CallText of(ByteBuf in, int index, int length) {
        return new CallText(in.toString(index, length, UTF_8));
    }

    String callId() {
        return JsonField.text(text, "call_id");
    }

    boolean is(String action) {
        return text.contains("\"action\":\"" + action + '"');
    }

    /** A call for who is told this. */
    boolean rings() {
        return text.contains("\"target_resident_id\":");
    }

    /** Whether it is the answer to a request. */
    boolean answers(String requestId) {
        return text.contains("\"request_id\":\"" + requestId + '"');
    }

    boolean refuses() {
        return is("error") || text.contains("\"result\":false");
    }
}
