package io.campanile.edge.rest;

import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.info.Info;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.responses.ApiResponse;
import io.swagger.v3.oas.models.responses.ApiResponses;
import io.swagger.v3.oas.models.security.SecurityScheme;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import java.io.IOException;
import java.util.List;
import java.util.Set;
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

    /** What an operation requires that is not for everybody. */
    static final String BEARER = "bearer";

    private static final String OPENAPI_VERSION = "3.1.0";
    private static final String ERROR = "error";
    private static final String JSON = "application/json";

    private ApiDescription() {
    }

    /** To be called once all REST routes are added. */
    public static void addTo(Router router, CamelContext camel) throws IOException, ClassNotFoundException {
        String description = of(camel);
        router.get("/openapi.json").handler(request -> request.response()
                .putHeader(HttpHeaders.CONTENT_TYPE, JSON)
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-cache")
                .end(description));
    }

    private static String of(CamelContext camel) throws IOException, ClassNotFoundException {
        BeanConfig config = new BeanConfig();
        config.setVersion(OPENAPI_VERSION);
        config.setInfo(new Info().title("Campanile").version("1").description("REST API, protocol version 1"));
        OpenAPI api = new RestOpenApiReader().read(camel,
                camel.getCamelContextExtension().getContextPlugin(Model.class).getRestDefinitions(), config, camel.getName(), camel.getClassResolver());
        api.components(components());
        RestBodies.addTo(api);
        api.getPaths().values().stream().flatMap(path -> path.readOperations().stream()).forEach(ApiDescription::complete);
        return RestOpenApiSupport.getJsonFromOpenAPIAsString(api, config);
    }

    /** What Camel does not know: how errors look. It also tells of itself. */
    private static void complete(Operation operation) {
        operation.setExtensions(null);
        operation.getResponses().addApiResponse(ApiResponses.DEFAULT, new ApiResponse().$ref(ERROR));
    }

    private static Components components() {
        return new Components()
                .addSecuritySchemes(BEARER, new SecurityScheme().type(SecurityScheme.Type.HTTP).scheme("bearer").bearerFormat("JWT")
                        .description("The token of POST /api/v1/sessions"))
                .addResponses(ERROR, new ApiResponse().description("What went wrong; code is also the HTTP status")
                        .content(new Content().addMediaType(JSON, new MediaType().schema(error()))));
    }

    /** PROTOCOL 1. */
    private static Schema<?> error() {
        return typed("object").required(List.of("code", "msg", "server_time"))
                .addProperty("code", typed("integer"))
                .addProperty("msg", typed("string"))
                .addProperty("values", typed("object"))
                .addProperty("server_time", typed("integer"));
    }

    private static Schema<?> typed(String type) {
        return new Schema<>().types(Set.of(type));
    }
}
