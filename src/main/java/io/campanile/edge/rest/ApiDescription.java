package io.campanile.edge.rest;

import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.info.Info;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import java.io.IOException;
import org.apache.camel.CamelContext;
import org.apache.camel.model.Model;
import org.apache.camel.openapi.BeanConfig;
import org.apache.camel.openapi.RestOpenApiReader;
import org.apache.camel.openapi.RestOpenApiSupport;

/**
 * {@code GET /openapi.json}: the REST API as its own routes describe it (PROTOCOL 2). It names no server, so that its paths
 * are those of wherever it was read from; Camel's own end point always names the address that we bind to.
 */
public final class ApiDescription {

    private static final String OPENAPI_VERSION = "3.1.0";

    private ApiDescription() {
    }

    /** To be called once all REST routes are added. */
    public static void addTo(Router router, CamelContext camel) throws IOException, ClassNotFoundException {
        String description = of(camel);
        router.get("/openapi.json").handler(request -> request.response()
                .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-cache")
                .end(description));
    }

    private static String of(CamelContext camel) throws IOException, ClassNotFoundException {
        BeanConfig config = new BeanConfig();
        config.setVersion(OPENAPI_VERSION);
        config.setInfo(new Info().title("Campanile").version("1").description("REST API, protocol version 1"));
        OpenAPI api = new RestOpenApiReader().read(camel,
                camel.getCamelContextExtension().getContextPlugin(Model.class).getRestDefinitions(), config, camel.getName(), camel.getClassResolver());
        api.getPaths().values().stream().flatMap(path -> path.readOperations().stream()).forEach(ApiDescription::complete);
        return RestOpenApiSupport.getJsonFromOpenAPIAsString(api, config);
    }

    /** Camel leaves out what OpenAPI requires of a response, and tells of itself. */
    private static void complete(Operation operation) {
        operation.setExtensions(null);
        operation.getResponses().values().stream().filter(response -> response.getDescription() == null)
                .forEach(response -> response.setDescription("JSON; an error carries code, msg and server_time"));
    }
}
