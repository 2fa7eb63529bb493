package io.campanile.edge.http;

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
    private static final long LIBRARY_MAX_AGE_SECONDS = 3600;

    private WebConsole() {
    }

    static void addTo(Router router) {
        for (String library : LIBRARIES) {
            StaticHandler files = files("META-INF/resources/webjars/" + library + "/" + version(library));
            router.route("/webjars/" + library + "/*").handler(files.setMaxAgeSeconds(LIBRARY_MAX_AGE_SECONDS));
        }
        // Last, not for the API (a route that matches would turn its 405 into 404), and asked for again each time: a new
        // release must not meet an old page
        router.routeWithRegex("/(?!api/).*").last().handler(files("console").setMaxAgeSeconds(0));
    }

    private static StaticHandler files(String root) {
        return StaticHandler.create(root).setFilesReadOnly(false).setIncludeHidden(false).setDefaultContentEncoding("UTF-8");
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
