package io.campanile.bench.hostile;

import static io.campanile.bench.hostile.Attack.lasting;
import static io.campanile.bench.hostile.Attack.quick;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** What can be done to the HTTP port besides. */
final class HttpAttacks {

    private static final Set<Integer> REFUSED = Set.of(400, 401, 403, 404, 405);

    private HttpAttacks() {
    }

    static List<Attack> all() {
        return List.of(
                quick("tricks with paths", HttpAttacks::paths),
                quick("REST headers and query that name Camel's", HttpAttacks::camelHeaders),
                quick("huge headers", HttpAttacks::hugeHeaders),
                quick("a body that is too large", HttpAttacks::hugeBody),
                lasting("half a handshake, slowly", 11, (target, from) -> trickle(target, from, RawSocket.handshake("/ws").stripTrailing() + "\r\nX: ")),
                lasting("half a body, slowly", 11, (target, from) -> trickle(target, from,
                        "POST /api/v1/sessions HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n\r\n{")));
    }

    private static void paths(Target target, String from) throws IOException {
        for (String uri : List.of("/..;/application.properties", "/%2e%2e/application.properties", "/%2e%2e%2f%2e%2e%2fetc/passwd",
                "/..%2f..%2fapplication.properties", "/console/../../application.properties", "/webjars/vue/../../../../logback.xml",
                "/webjars/vue/%2e%2e/%2e%2e/%2e%2e/%2e%2e/logback.xml", "//etc/passwd", "/.%00./application.properties",
                "/api/v1/..;/devices", "/api/v1/%2e%2e/v1/devices/", "/api/v1/devices;a=b", "/api//v1/devices",
                "http://169.254.169.254/latest/meta-data", "/api/v1/devices/x%0d%0aSet-Cookie:%20a=b",
                "/api/v1/devices?type=x%0d%0aSet-Cookie:%20a=b", "/%ff%fe", "/api/v1/devices/%zz")) {
            expect(target, from, "GET " + uri + " HTTP/1.1\r\nHost: localhost\r\n\r\n", REFUSED);
        }
        expect(target, from, "CONNECT 127.0.0.1:22 HTTP/1.1\r\nHost: 127.0.0.1:22\r\n\r\n", REFUSED);
        expect(target, from, "TRACE /api/v1/devices HTTP/1.1\r\nHost: localhost\r\n\r\n", REFUSED);
    }

    private static void camelHeaders(Target target, String from) throws IOException {
        String headers = "Host: localhost\r\nCamelHttpResponseCode: 500\r\nCamelHttpUri: http://127.0.0.1:1/\r\nCamelHttpPath: /x\r\n"
                + "CamelHttpMethod: DELETE\r\nCamelBeanMethodName: x\r\nCamelToEndpoint: x\r\nsn: x\r\nbreadcrumbId: x\r\n";
        String query = "?CamelHttpResponseCode=500&CamelBeanMethodName=x&CamelHttpMethod=DELETE&sn=x";
        expect(target, from, "GET /api/v1/devices" + query + " HTTP/1.1\r\n" + headers + "\r\n", Set.of(401));
        expect(target, from, "GET /api/v1/devices/" + target.sn() + query + " HTTP/1.1\r\n" + headers
                + "Authorization: Bearer " + target.token() + "\r\n\r\n", Set.of(200));
    }

    private static void hugeHeaders(Target target, String from) throws IOException {
        expect(target, from, "GET /ws HTTP/1.1\r\nHost: localhost\r\nX: " + "x".repeat(1 << 15) + "\r\n\r\n", Set.of(431));
        expect(target, from, "GET /ws HTTP/1.1\r\nHost: localhost\r\n" + "X: x\r\n".repeat(5_000) + "\r\n", Set.of(431));
        expect(target, from, "GET /" + "x".repeat(1 << 15) + " HTTP/1.1\r\nHost: localhost\r\n\r\n", Set.of(414));
    }

    private static void hugeBody(Target target, String from) throws IOException {
        expect(target, from, "POST /api/v1/sessions HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2000000000\r\n\r\n{", Set.of(413));
    }

    /** A character a second: never silent, and never done. */
    private static void trickle(Target target, String from, String begin) throws Exception {
        try (RawSocket socket = new RawSocket(target, from)) {
            socket.write(begin);
            long patience = System.nanoTime() + TimeUnit.SECONDS.toNanos(15);
            try {
                while (System.nanoTime() < patience) {
                    socket.write("x");
                    TimeUnit.SECONDS.sleep(1);
                }
            } catch (IOException e) {
                return;
            }
            throw new Unexpected("half a request is held open");
        }
    }

    private static void expect(Target target, String from, String request, Set<Integer> statuses) throws IOException {
        try (RawSocket socket = new RawSocket(target, from)) {
            socket.write(request);
            int status = socket.status();
            Unexpected.unless(request.lines().findFirst().orElse("") + " answered " + status + ", which is one of " + statuses,
                    true, statuses.contains(status));
        }
    }
}
