package io.campanile.edge.http;

import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import java.util.stream.Collectors;

/** What a path takes, for the {@code Allow} of a 405 (RFC 9110 section 15.5.6). Vert.x knows it, but tells only where no error page is set. */
final class AllowedMethods {

    private AllowedMethods() {
    }

    /** Such as {@code GET, POST}. */
    static String of(Router router, String path) {
        return router.getRoutes().stream()
                .filter(route -> route.methods() != null && matches(route, path))
                .flatMap(route -> route.methods().stream())
                .map(HttpMethod::name).distinct().sorted().collect(Collectors.joining(", "));
    }

    private static boolean matches(Route route, String path) {
        String pattern = route.getPath();
        if (pattern == null) {
            // The console's files: everywhere but here
            return route.isRegexPath() && !path.startsWith("/api/");
        }
        String[] wanted = pattern.split("/");
        String[] given = path.split("/");
        if (wanted.length != given.length) {
            return false;
        }
        for (int i = 0; i < wanted.length; i++) {
            if (!wanted[i].startsWith(":") && !wanted[i].equals(given[i])) {
                return false;
            }
        }
        return true;
    }
}
