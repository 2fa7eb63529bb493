package io.campanile.ops.rehearsal;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.component.kafka.KafkaConstants;

/**
 * What becomes of a record on its way from a door of the flow to the topic from which it was recorded. The flow read what
 * the flow itself once let in, so an edit that refuses it at the door shows only when it comes in there again.
 */
final class Entrance {

    private final Recorded original;
    private final List<Recorded> letIn = new ArrayList<>();

    Entrance(Recorded original) {
        this.original = original;
    }

    /** Takes what would be appended to the topic. */
    void take(String topic, Exchange exchange) {
        Message sent = exchange.getMessage();
        if (sent.getBody() instanceof List<?> many) {
            many.forEach(one -> take(topic, one instanceof Exchange inner ? inner.getMessage() : one instanceof Message message ? message : sent));
        } else {
            take(topic, sent);
        }
    }

    private void take(String topic, Message sent) {
        letIn.add(new Recorded(topic, original.partition(), original.offset(), original.timestamp(),
                sent.getHeader(KafkaConstants.KEY, String.class), original.headers(), sent.getBody(byte[].class)));
    }

    List<Recorded> letIn() {
        return letIn;
    }

    /** Whether the record is let in, and as what it is: then this is how it may have come. */
    boolean isFaithful() {
        return letIn.size() == 1 && letIn.get(0).topic().equals(original.topic())
                && Objects.equals(letIn.get(0).key(), original.key()) && Arrays.equals(letIn.get(0).value(), original.value());
    }
}
