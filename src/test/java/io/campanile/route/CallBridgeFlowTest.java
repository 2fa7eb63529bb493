package io.campanile.route;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.campanile.domain.CodedException;
import io.campanile.domain.call.Party;
import io.campanile.flow.Headers;
import io.campanile.flow.call.OlderTopics;
import io.campanile.settings.Settings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.builder.AdviceWith;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.mock.MockEndpoint;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.processor.errorhandler.RedeliveryPolicy;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The flow call-bridge, by its file: what older clients say, in the flows of calls; what it said itself, in none. */
class CallBridgeFlowTest {

    private static final List<String> FLOWS = List.of("call-request", "call-signal", "system-message", "dead-letter");

    private final CamelContext camel = new DefaultCamelContext();

    @BeforeEach
    void start() throws Exception {
        Properties settings = Settings.load(Path.of("application.properties")).all();
        settings.setProperty("call-bridge.enabled", "true");
        camel.getPropertiesComponent().setInitialProperties(settings);
        camel.getRegistry().bind("olderTopics", new OlderTopics(new ObjectMapper()));
        camel.getRegistry().bind("callBridgeRedelivery", new RedeliveryPolicy());
        camel.getRegistry().bind("deadLetters", (Processor) exchange -> { });
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                FLOWS.forEach(flow -> from("direct:" + flow).errorHandler(noErrorHandler()).to("mock:" + flow));
            }
        });
        Path file = Path.of("routes/call-bridge.camel.yaml");
        PluginHelper.getRoutesLoader(camel).loadRoutes(ResourceHelper.fromString(file.getFileName().toString(), Files.readString(file)));
        AdviceWith.adviceWith(camel, "call-bridge-take", false, route -> route.replaceFromWith("direct:older"));
        camel.start();
    }

    @AfterEach
    void stop() {
        camel.stop();
    }

    @Test
    void eachTopicHasItsFlow() {
        say("incoming", "{'call_id':'c-1','device_id':'door-1','target_resident_id':'ann','timestamp':1763680000000}");
        say("controller/resident", "{'call_id':'c-2','action':'answered','user_id':'ann','timestamp':1763680000000}");
        say("controller/device", "{'call_id':'c-2','action':'hangup','timestamp':1763680000000}");
        say("system", "{'type':'notice','level':'info','message':'hello'}");

        assertThat(taken("call-request")).hasSize(1).first().satisfies(taken -> {
            assertThat(taken.getMessage().getHeader(Headers.PARTY)).isEqualTo(Party.device("door-1"));
            assertThat(taken.getMessage().getBody()).asString().contains("resident_id=ann", "request_id=c-1");
        });
        assertThat(taken("call-signal")).hasSize(2).allSatisfy(taken -> assertThat(taken.getMessage().getHeader(Headers.CALL_ACTOR)).isNotNull());
        assertThat(taken("system-message")).hasSize(1);
        assertThat(taken("dead-letter")).isEmpty();
    }

    @Test
    void whatTheBridgeSaidReachesNoFlow() {
        say("controller/resident", "{'call_id':'c-2','action':'answered','resident_id':'ann','source':'campanile'}");
        say("controller/stranger", "{'call_id':'c-2','action':'answered'}");

        assertThat(FLOWS).allSatisfy(flow -> assertThat(taken(flow)).isEmpty());
    }

    @Test
    void aRefusalIsNoDeadLetterAndAFaultIs() {
        MockEndpoint signals = camel.getEndpoint("mock:call-signal", MockEndpoint.class);
        signals.whenAnyExchangeReceived(exchange -> {
            throw CodedException.notFound("call c-2");
        });
        say("controller/device", "{'call_id':'c-2','action':'hangup'}");
        say("controller/device", "no JSON");
        assertThat(taken("dead-letter")).isEmpty();

        signals.whenAnyExchangeReceived(exchange -> {
            throw new IllegalStateException("broken");
        });
        say("controller/device", "{'call_id':'c-2','action':'hangup'}");
        assertThat(taken("dead-letter")).hasSize(1);
    }

    private void say(String topic, String json) {
        camel.createProducerTemplate().send("direct:older", exchange -> {
            exchange.getMessage().setHeader("CamelMqttTopic", "mqtt_call/" + topic);
            exchange.getMessage().setBody(json.replace('\'', '"').getBytes(UTF_8));
        });
    }

    private List<Exchange> taken(String flow) {
        return camel.getEndpoint("mock:" + flow, MockEndpoint.class).getReceivedExchanges();
    }
}
