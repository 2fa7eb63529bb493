package io.campanile.edge.rest;

import io.swagger.v3.core.util.Yaml31;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.PathItem;
import java.io.IOException;
import java.io.InputStream;

/**
 * What the bodies of requests and answers look like, which no route says: an OpenAPI document of its own, kept by hand beside
 * {@code asyncapi.yaml}, whose bodies are put into the description that the routes give.
 */
final class RestBodies {

    private static final String RESOURCE = "/api/rest-bodies.yaml";

    private RestBodies() {
    }

    static OpenAPI read() throws IOException {
        try (InputStream in = RestBodies.class.getResourceAsStream(RESOURCE)) {
            return Yaml31.mapper().readValue(in, OpenAPI.class);
        }
    }

    /** Leaves out what is said of operations that this node does not have. */
    static void addTo(OpenAPI described) throws IOException {
        OpenAPI bodies = read();
        bodies.getComponents().getSchemas().forEach(described::schema);
        bodies.getPaths().forEach((path, item) -> {
            PathItem present = described.getPaths().get(path);
            if (present != null) {
                item.readOperationsMap().forEach((method, body) -> add(body, present.readOperationsMap().get(method)));
            }
        });
    }

    private static void add(Operation body, Operation described) {
        if (described == null) {
            return;
        }
        if (body.getRequestBody() != null) {
            described.setRequestBody(body.getRequestBody());
        }
        if (body.getResponses() != null) {
            body.getResponses().forEach((code, answer) -> described.getResponses().get(code).setContent(answer.getContent()));
        }
    }
}
