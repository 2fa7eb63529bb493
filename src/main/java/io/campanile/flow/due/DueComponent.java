package io.campanile.flow.due;

import io.campanile.domain.due.DueRecords;
import java.util.Map;
import org.apache.camel.Endpoint;
import org.apache.camel.support.DefaultComponent;

/** {@code due:<kind>} in a route: begins it with every due record of the kind, on whichever node claims it. */
public final class DueComponent extends DefaultComponent {

    private final DueRecords records;

    public DueComponent(DueRecords records) {
        this.records = records;
    }

    @Override
    protected Endpoint createEndpoint(String uri, String kind, Map<String, Object> parameters) {
        return new DueEndpoint(uri, this, kind, records);
    }
}
