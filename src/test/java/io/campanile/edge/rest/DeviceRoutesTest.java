package io.campanile.edge.rest;

import com.fasterxml.jackson.databind.JsonNode;
import io.campanile.domain.session.Role;
import io.campanile.edge.rest.RestServer.Answer;
import io.campanile.store.sql.DatabaseFixture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import java.util.ArrayList;
import java.util.List;

import static io.campanile.edge.rest.RestServer.assertError;
import static org.assertj.core.api.Assertions.assertThat;

class DeviceRoutesTest {

    @RegisterExtension
    static final DatabaseFixture DATABASE = new DatabaseFixture();
    private static RestServer rest;
    private static String admin;
    private static String operator;
    private static String user;

    @BeforeAll
    static void start() {
        rest = new RestServer(DATABASE.dataSource());
        // A token outlives its account's row, so signing in once is enough for all tests.
        rest.account("ada", Role.ADMIN);
        rest.account("olga", Role.USER, Role.OPERATOR);
        rest.account("uwe", Role.USER);
        admin = rest.tokenOf("ada");
        operator = rest.tokenOf("olga");
        user = rest.tokenOf("uwe");
    }

    @AfterAll
    static void stop() {
        rest.close();
    }

    @BeforeEach
    void aDevice() {
        register("d-1", "retail");
    }

    @Test
    void aSecretIsShownOnce() {
        Answer answer = rest.post("/api/v1/devices", admin, "{\"sn\":\"d-2\",\"type\":\"retail\",\"name\":\"前台\"}");

        assertThat(answer.status()).isEqualTo(201);
        assertThat(answer.text("sn")).isEqualTo("d-2");
        assertThat(answer.text("secret")).matches("[0-9a-f]{64}");
        assertThat(rest.get("/api/v1/devices/d-2", admin).http().body()).contains("前台").doesNotContain(answer.text("secret"));
        assertThat(rest.get("/api/v1/devices", admin).http().body()).doesNotContain("secret");
    }

    @Test
    void aSecretCanBeReplaced() {
        Answer answer = rest.post("/api/v1/devices/d-1/secret", admin, null);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(DATABASE.jdbi().<String, RuntimeException>withHandle(handle -> handle
                .createQuery("SELECT secret FROM device").mapTo(String.class).one())).isEqualTo(answer.text("secret"));
        assertError(rest.post("/api/v1/devices/nobody/secret", admin, null), 404, "no such device: nobody");
    }

    @Test
    void aTakenSnIsAConflict() {
        assertError(register("d-1", "retail"), 409, "sn: d-1 is taken");
    }

    @Test
    void whatIsWrongWithANewDeviceIsNamed() {
        assertError(register("no sn!", "retail"), 400, "sn: must be 1 to 32");
        assertError(register("d-3", "toaster"), 400, "type: must be one of retail, rubbish");
        assertError(rest.post("/api/v1/devices", admin, "{\"sn\":\"d-3\"}"), 400, "type: is required");
        assertError(rest.post("/api/v1/devices", admin, "{\"sn\":\"d-3\",\"type\":\"retail\",\"name\":1}"), 400, "name:");
        assertError(rest.post("/api/v1/devices", admin,
                "{\"sn\":\"d-3\",\"type\":\"retail\",\"name\":\"" + "n".repeat(256) + "\"}"), 400, "name: must be at most 255");
        assertError(rest.post("/api/v1/devices", admin,
                "{\"sn\":\"d-3\",\"type\":\"retail\",\"name\":\"\\ud800\"}"), 400, "name: must not contain");
    }

    @Test
    void aDeviceIsShownWithItsState() {
        DATABASE.jdbi().useHandle(handle -> handle.execute("UPDATE device SET state = '{\"electricity\":{\"level\":87}}', "
                + "version = 3, updated_at = 70, online = TRUE, presence_at = 60"));

        assertThat(rest.get("/api/v1/devices/d-1", operator).http().body()).isEqualTo(
                "{\"sn\":\"d-1\",\"type\":\"retail\",\"name\":null,\"online\":true,\"state\":{\"electricity\":{\"level\":87}},"
                        + "\"version\":3,\"updated_at\":70,\"last_seen\":70,"
                        + "\"desired\":{},\"desired_version\":0,\"reported\":{},\"reported_version\":0}");
        assertError(rest.get("/api/v1/devices/nobody", operator), 404, "no such device: nobody");
        assertError(rest.get("/api/v1/devices/no%20sn", operator), 400, "sn: must be");
    }

    @Test
    void whoMayNotIsToldWhatIsMissing() {
        assertError(rest.get("/api/v1/devices/d-1", user), 403, "sn: d-1 is not in your household");
        assertError(rest.post("/api/v1/devices", operator, "{"), 403, "to register devices");
        assertError(rest.post("/api/v1/devices/d-1/secret", operator, null), 403, "to register devices");
    }

    @Test
    void devicesArePagedToTheEndWithoutGapsOrRepeats() {
        List<String> all = new ArrayList<>(List.of("d-1"));
        for (int i = 100; i < 310; i++) {
            all.add("d-" + i);
        }
        all.stream().skip(1).forEach(sn -> register(sn, "rubbish"));

        assertThat(rest.get("/api/v1/devices", operator).json().get("devices")).as("default").hasSize(50);
        assertThat(rest.get("/api/v1/devices?limit=5000", operator).json().get("devices")).as("clamped").hasSize(200);
        assertThat(rest.get("/api/v1/devices?limit=99999999999999999999", operator).json().get("devices")).hasSize(200);
        assertThat(pageThrough("/api/v1/devices?limit=70", "after", "devices", "sn")).isEqualTo(all);
        assertThat(pageThrough("/api/v1/devices?limit=100&type=rubbish", "after", "devices", "sn"))
                .isEqualTo(all.subList(1, all.size()));
    }

    @Test
    void aBadParameterIsNamed() {
        assertError(rest.get("/api/v1/devices?limit=0", operator), 400, "limit:");
        assertError(rest.get("/api/v1/devices?limit=ten", operator), 400, "limit:");
        assertError(rest.get("/api/v1/devices?type=toaster", operator), 400, "type:");
        assertError(rest.get("/api/v1/devices?after=no%20sn", operator), 400, "after:");
        assertError(rest.get("/api/v1/devices/d-1/reports?from=yesterday", operator), 400, "from:");
        assertError(rest.get("/api/v1/devices/d-1/reports?before=r-9", operator), 400, "before:");
        assertError(rest.get("/api/v1/devices/d-1/reports?before=%00", operator), 400, "before:");
    }

    @Test
    void reportsComeNewestFirstAndArePagedToTheEnd() {
        List<String> newestFirst = new ArrayList<>();
        for (int i = 129; i >= 100; i--) {
            newestFirst.add("r-" + i);
            DATABASE.recordReport("d-1", "r-" + i, 1_000 + i / 7, 5_000, i != 100,
                    "{\"report_id\":\"r-" + i + "\",\"ts\":" + (1_000 + i / 7) + ",\"location\":{\"lat\":31.20}}");
        }

        assertThat(pageThrough("/api/v1/devices/d-1/reports?limit=4", "before", "reports", "report_id")).isEqualTo(newestFirst);
        assertThat(rest.get("/api/v1/devices/d-1/reports?to=1014&limit=1&before=r-101", operator).http().body()).isEqualTo(
                "{\"reports\":[{\"report_id\":\"r-100\",\"ts\":1014,\"location\":{\"lat\":31.20},"
                        + "\"received_at\":5000,\"applied\":false}],\"has_more\":false}");
        assertError(rest.get("/api/v1/devices/nobody/reports", operator), 404, "no such device");
    }

    @Test
    void nothingAClientNamesSteersTheRoute() {
        register("d-2", "retail");

        Answer answer = rest.send("GET", "/api/v1/devices/d-1?sn=d-2&CamelHttpResponseCode=201&CamelBeanMethodName=list"
                + "&Authorization=Bearer%20x", operator, null, "sn", "d-2", "CamelBeanMethodName", "list",
                "CamelHttpResponseCode", "201", "X-Echo", "back", "CamelHttpPath", "/x", "Retry-After", "9");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.text("sn")).isEqualTo("d-1");
        assertThat(answer.http().headers().map().keySet())
                .containsExactlyInAnyOrder("cache-control", "content-length", "content-type");
        assertError(rest.get("/api/v1/devices?Authorization=Bearer%20" + operator, null), 401, "sign in first");
    }

    private static List<String> pageThrough(String path, String cursor, String plural, String key) {
        List<String> keys = new ArrayList<>();
        JsonNode page;
        do {
            String next = keys.isEmpty() ? "" : "&" + cursor + "=" + keys.get(keys.size() - 1);
            page = rest.get(path + next, operator).json();
            page.get(plural).forEach(row -> keys.add(row.get(key).asText()));
        } while (page.get("has_more").asBoolean());
        return keys;
    }

    private static Answer register(String sn, String type) {
        return rest.post("/api/v1/devices", admin, "{\"sn\":\"" + sn + "\",\"type\":\"" + type + "\"}");
    }
}
