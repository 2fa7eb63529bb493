package io.campanile.edge.rest;

import com.zaxxer.hikari.HikariDataSource;
import io.campanile.domain.session.Role;
import io.campanile.edge.rest.RestServer.Answer;
import io.campanile.store.sql.Database;
import org.apache.camel.Route;
import org.h2.tools.Server;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicReference;

import static io.campanile.edge.rest.RestServer.assertError;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** What goes wrong outside an operation's own rules; the database is a server, so that it can be taken away. */
class RestErrorsTest {

    private static final int LONGEST_LABEL = 34;
    private static final AtomicReference<String> HISTORY_THREAD = new AtomicReference<>();

    @TempDir
    private static Path directory;
    private static Server databaseServer;
    private static HikariDataSource database;
    private static RestServer rest;
    private static String token;

    @BeforeAll
    static void start() throws Exception {
        databaseServer = Server.createTcpServer("-tcpPort", "0", "-ifNotExists").start();
        database = Database.open("jdbc:h2:tcp://127.0.0.1:" + databaseServer.getPort()
                + "/" + directory.resolve("campanile") + ";MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE", "campanile", "", 2);
        rest = new RestServer(database, (sn, from, to, before, limit) -> {
            HISTORY_THREAD.set(Thread.currentThread().getName());
            throw new IllegalStateException("an inner detail");
        });
        rest.account("ada", Role.ADMIN);
        token = rest.tokenOf("ada");
        rest.post("/api/v1/devices", token, "{\"sn\":\"d-1\",\"type\":\"retail\"}");
    }

    @AfterAll
    static void stop() {
        rest.close();
        database.close();
        databaseServer.stop();
    }

    @Test
    void ourOwnFaultIsToldWithoutDetails() {
        Answer answer = rest.get("/api/v1/devices/d-1/reports", token);

        assertError(answer, 500, "an error on our side");
        assertThat(answer.http().body()).doesNotContain("inner");
    }

    @Test
    void operationsRunWhereTheyMayBlock() {
        rest.get("/api/v1/devices/d-1/reports", token);

        assertThat(HISTORY_THREAD.get()).contains("worker");
    }

    @Test
    void aDatabaseThatIsAwayIsToldAndRecoversByItself() throws Exception {
        int port = databaseServer.getPort();
        databaseServer.stop();
        try {
            Answer answer = rest.get("/api/v1/devices", token);
            assertError(answer, 503, "the database is unavailable");
            assertThat(answer.http().headers().firstValue("Retry-After")).contains("1");
        } finally {
            databaseServer = Server.createTcpServer("-tcpPort", String.valueOf(port), "-ifNotExists").start();
        }
        await().untilAsserted(() -> assertThat(rest.get("/api/v1/devices", token).status()).isEqualTo(200));
    }

    @Test
    void theServerTellsPathsMethodsAndSizesApart() throws Exception {
        assertThat(rest.get("/api/v1/nothing", token).status()).isEqualTo(404);
        assertThat(rest.send("PUT", "/api/v1/devices", token, "{}").status()).isEqualTo(405);
        assertThat(rest.get("/api/v1/sessions/current", token).status()).isEqualTo(405);
        assertThat(rest.post("/api/v1/devices", token, "x".repeat(RestServer.LARGEST_BODY + 1)).status()).isEqualTo(413);
        assertThat(rest.rawStatusLine("GET /api/v1/devices?limit=%zz HTTP/1.1")).contains(" 400 ");
    }

    @Test
    void aFormIsNoJson() {
        Answer answer = rest.send("POST", "/api/v1/sessions", null, "username=ada&password=x",
                "Content-Type", "application/x-www-form-urlencoded");

        assertError(answer, 400, "the body must be a JSON object, sent as application/json");
    }

    @Test
    void everyRouteSaysWhatItDoesInALabelThatFits() {
        assertThat(rest.camel.getRoutes()).allSatisfy(route -> {
            assertThat(route.getRouteId()).startsWith("rest-").hasSizeLessThanOrEqualTo(LONGEST_LABEL);
            assertThat(route.getDescription()).isNotBlank().hasSizeLessThanOrEqualTo(LONGEST_LABEL);
        });
        assertThat(rest.camel.getRoutes()).extracting(Route::getId).contains("rest-device-register", "rest-session-sign-in");
    }
}
