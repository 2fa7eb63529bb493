package io.campanile.flow.device;

import io.campanile.domain.CodedException;
import io.campanile.domain.ErrorCode;
import io.campanile.domain.device.AlertChange;
import io.campanile.domain.device.AlertChanges;
import io.campanile.flow.Unavailable;
import java.util.List;
import org.apache.camel.CamelExecutionException;
import org.apache.camel.ProducerTemplate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells alerts through the flow device-alert. */
public final class AlertTeller implements AlertChanges {

    private static final Logger LOG = LoggerFactory.getLogger(AlertTeller.class);
    private static final String FLOW = "direct:device-alert?block=false";

    private final ProducerTemplate producer;

    public AlertTeller(ProducerTemplate producer) {
        this.producer = producer;
    }

    @Override
    public void tell(AlertChange change) {
        try {
            producer.sendBody(FLOW, List.of(change));
        } catch (CamelExecutionException e) {
            LOG.warn("the change of alert {} could not be told: {}", change.alert().alertId(), e.getCause().toString());
            throw new CodedException(ErrorCode.UNAVAILABLE, Unavailable.TEXT);
        }
    }
}
