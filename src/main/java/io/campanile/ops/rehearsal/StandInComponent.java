package io.campanile.ops.rehearsal;

import java.util.Map;
import org.apache.camel.Endpoint;
import org.apache.camel.support.DefaultComponent;

/**
 * Stands in for a component that reads or writes outside, with all its options: nothing is read, and what would go out is
 * taken down. Routes of the same flow that meet at {@code direct:} meet as ever.
 */
final class StandInComponent extends DefaultComponent {

    private final Stage stage;
    private final String scheme;

    StandInComponent(Stage stage, String scheme) {
        this.stage = stage;
        this.scheme = scheme;
    }

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) {
        boolean batching = Boolean.parseBoolean(String.valueOf(parameters.get("batching")));
        parameters.clear();
        return new StandInEndpoint(uri, this, stage, scheme + ':' + remaining, batching);
    }
}
