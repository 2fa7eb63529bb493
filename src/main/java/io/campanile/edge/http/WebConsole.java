package io.campanile.edge.http;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.handler.StaticHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Properties;

/**
 * The console, from {@code /console} on the class path, and the libraries its pages name without a version:
 * {@code /webjars/vue/dist/…} is {@code META-INF/resources/webjars/vue/<version>/dist/…}.
 */
final class WebConsole {

    /** What pom.xml brings under {@code org.webjars.npm} for the console's pages. */
    private static final List<String> LIBRARIES = List.of("vue", "picocss__pico", "paho-mqtt");
    /** What our URLs hold changes with a release, so nothing is {@code immutable}, as StaticHandler would say. */
    private static final String LIBRARY_CACHING = "public, max-age=3600";
    private static final String PAGE_CACHING = "no-cache";

    private WebConsole() {
    }

    static void addTo(Router router) {
        for (String library : LIBRARIES) {
            serve(router.route("/webjars/" + library + "/*"), LIBRARY_CACHING,
                    "META-INF/resources/webjars/" + library + "/" + version(library));
        }
        // Last, and not for the API: a route that matches would turn its 405 into a 404
        serve(router.routeWithRegex("/(?!api/).*").last(), PAGE_CACHING, "console");
    }

    private static void serve(Route route, String caching, String root) {
        route.method(HttpMethod.GET).method(HttpMethod.HEAD).handler(request -> {
            request.response().putHeader(HttpHeaders.CACHE_CONTROL, caching);
            request.next();
        });
        route.handler(StaticHandler.create(root).setFilesReadOnly(false).setIncludeHidden(false).setDefaultContentEncoding("UTF-8"));
    }

    private static String version(String library) {
        String coordinates = "/META-INF/maven/org.webjars.npm/" + library + "/pom.properties";
        try (InputStream in = WebConsole.class.getResourceAsStream(coordinates)) {
            if (in == null) {
                throw new IllegalStateException("the console needs " + coordinates + " on the class path");
            }
            Properties properties = new Properties();
            properties.load(in);
            return properties.getProperty("version");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
