package io.campanile.flow.device;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.campanile.domain.device.DeviceState;
import io.campanile.flow.Headers;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.component.kafka.KafkaConstants;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;

/** What of a batch of {@code device.changes} is judged. */
class DeviceAlertsTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final CamelContext camel = new DefaultCamelContext();
    private final DeviceAlerts alerts = new DeviceAlerts(null, null, null, null, null, JSON, Clock.systemUTC());

    @Test
    void theNewestStateOfEachDeviceWhateverElseIsToldBehindIt() throws Exception {
        List<Exchange> batch = List.of(state("a", 1), state("b", 1), state("a", 2), told("presence", "a", "{}"), state("b", 2),
                state("a", 3), told("alert", "b", "{}"));

        assertThat(alerts.decode(batch, null)).extracting(state -> state.sn() + state.version()).containsExactlyInAnyOrder("a3", "b2");
    }

    @Test
    void whatADeviceSaidBeforeIsNotEvenRead() throws Exception {
        List<Exchange> batch = List.of(told("state", "a", "not JSON"), state("a", 2));

        assertThat(alerts.decode(batch, null)).extracting(DeviceState::version).containsExactly(2L);
    }

    private Exchange state(String sn, long version) throws Exception {
        return told("state", sn, JSON.writeValueAsString(new DeviceState(sn, "retail", Map.of(), version, version, version)));
    }

    private Exchange told(String kind, String sn, String body) {
        Exchange record = new DefaultExchange(camel);
        record.getMessage().setBody(body.getBytes(StandardCharsets.UTF_8));
        record.getMessage().setHeader(KafkaConstants.KEY, sn);
        record.getMessage().setHeader(Headers.CHANGE, kind);
        return record;
    }
}
