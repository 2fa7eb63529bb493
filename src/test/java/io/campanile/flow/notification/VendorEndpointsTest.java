package io.campanile.flow.notification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.campanile.domain.CodedException;
import java.io.IOException;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;

/** Which of a vendor's addresses an attempt takes. */
class VendorEndpointsTest {

    private final Exchange exchange = new DefaultExchange(new DefaultCamelContext());

    @Test
    void eachAttemptTakesTheNextOne() throws Exception {
        VendorEndpoints endpoints = new VendorEndpoints(List.of("a", "b", "c"), 5);
        assertThat(attempt(endpoints, true) + attempt(endpoints, false) + attempt(endpoints, true) + attempt(endpoints, true)).isEqualTo("abca");
    }

    @Test
    void oneThatFailsAllTheTimeIsPassedOver() throws Exception {
        VendorEndpoints endpoints = new VendorEndpoints(List.of("a", "b"), 5);
        for (int i = 0; i < 5; i++) {
            assertThat(attempt(endpoints, false)).isEqualTo("a");
            assertThat(attempt(endpoints, true)).isEqualTo("b");
        }
        assertThat(attempt(endpoints, true) + attempt(endpoints, true) + attempt(endpoints, true)).isEqualTo("bbb");
    }

    @Test
    void oneSuccessAmongFailuresKeepsAnAddressOpen() throws Exception {
        VendorEndpoints endpoints = new VendorEndpoints(List.of("a"), 5);
        for (int i = 0; i < 20; i++) {
            assertThat(attempt(endpoints, i % 5 == 4)).isEqualTo("a");
        }
    }

    @Test
    void whenAllFailNoneIsCalled() throws Exception {
        VendorEndpoints endpoints = new VendorEndpoints(List.of("a", "b"), 2);
        for (int i = 0; i < 4; i++) {
            attempt(endpoints, false);
        }
        assertThatThrownBy(() -> endpoints.choose(exchange)).isInstanceOf(CodedException.class).hasMessageContaining("every address");
        exchange.setProperty(Exchange.EXCEPTION_CAUGHT, new IOException("not even attempted"));
        assertThatThrownBy(() -> endpoints.failed(exchange)).as("nobody failed").hasMessage("not even attempted");
    }

    private String attempt(VendorEndpoints endpoints, boolean works) throws Exception {
        endpoints.choose(exchange);
        if (works) {
            endpoints.worked(exchange);
        } else {
            exchange.setProperty(Exchange.EXCEPTION_CAUGHT, new IOException("500"));
            assertThatThrownBy(() -> endpoints.failed(exchange)).hasMessage("500");
        }
        return exchange.getProperty("vendorUrl", String.class);
    }
}
