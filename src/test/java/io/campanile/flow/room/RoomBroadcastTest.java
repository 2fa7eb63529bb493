package io.campanile.flow.room;

import static org.assertj.core.api.Assertions.assertThat;

import io.campanile.domain.message.Rooms;
import java.util.ArrayList;
import java.util.List;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.kafka.KafkaConstants;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;

/** The step as Camel calls it: that a large room has grown is told, and nothing becomes a dead letter by it. */
class RoomBroadcastTest {

    @Test
    void thatALargeRoomHasGrownIsToldOnceAndDoesNotFail() throws Exception {
        List<String> grown = new ArrayList<>();
        try (DefaultCamelContext camel = new DefaultCamelContext()) {
            camel.getRegistry().bind("roomBroadcast", new RoomBroadcast(camel, Rooms.NONE, 1, push -> null, grown::add));
            camel.addRoutes(new RouteBuilder() {
                @Override
                public void configure() {
                    from("direct:tell").errorHandler(noErrorHandler()).to("bean:roomBroadcast?method=tell");
                }
            });
            camel.start();
            try (ProducerTemplate producer = camel.createProducerTemplate()) {
                producer.requestBodyAndHeader("direct:tell", new byte[0], KafkaConstants.KEY, "hall");
            }
        }
        assertThat(grown).containsExactly("hall");
    }
}
