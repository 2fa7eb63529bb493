package io.campanile.ops.guard;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.junit.jupiter.api.Test;

/** What stands beside the flows in a running node: told from the flows by where it comes from. */
class EdgeRoutesTest {

    private static final String FLOW = """
            - route:
                id: meter-read-ask
                from:
                  uri: direct:meter-read
                  steps:
                    - to:
                        uri: direct:meter-all
            """;

    @Test
    void routesOfFlowFilesDoNotCount() throws Exception {
        try (DefaultCamelContext camel = new DefaultCamelContext()) {
            camel.disableJMX();
            camel.addRoutes(new RouteBuilder() {
                @Override
                public void configure() {
                    from("direct:meter-all").routeId("meters").choice()
                            .when(body().isNull()).to("direct:meter-read?block=false").end();
                }
            });
            PluginHelper.getRoutesLoader(camel).loadRoutes(ResourceHelper.fromString("file:meter-read.camel.yaml", FLOW));

            EdgeRoutes edges = EdgeRoutes.of(camel);
            assertThat(edges.ids()).containsExactly("meters");
            assertThat(edges.listens()).containsExactly("meter-all");
            assertThat(edges.calls()).containsExactly("meter-read");
        }
    }
}
