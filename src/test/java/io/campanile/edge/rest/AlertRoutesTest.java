package io.campanile.edge.rest;

import static io.campanile.edge.rest.RestServer.assertError;
import static org.assertj.core.api.Assertions.assertThat;

import io.campanile.domain.device.Alert;
import io.campanile.domain.device.DeviceTypes;
import io.campanile.domain.device.Report;
import io.campanile.domain.session.Role;
import io.campanile.edge.rest.RestServer.Answer;
import io.campanile.store.sql.DatabaseFixture;
import io.campanile.store.sql.SqlDeviceStates;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** PROTOCOL 9: alerts, who sees them and who acknowledges them. */
class AlertRoutesTest {

    @RegisterExtension
    static final DatabaseFixture DATABASE = new DatabaseFixture();
    private static RestServer rest;
    private static SqlDeviceStates states;
    private static String operator;
    private static String service;
    private static String uwe;
    private static String eva;

    @BeforeAll
    static void start() {
        rest = new RestServer(DATABASE.dataSource());
        Properties settings = new Properties();
        settings.setProperty("device.type.retail", "electricity");
        states = new SqlDeviceStates(DATABASE.dataSource(), new DeviceTypes(settings));
        people();
        operator = rest.tokenOf("ole");
        service = rest.tokenOf("sid");
        uwe = rest.tokenOf("uwe");
        eva = rest.tokenOf("eva");
    }

    private static void people() {
        rest.account("ada", Role.ADMIN);
        rest.account("ole", Role.OPERATOR);
        rest.account("sid", Role.SERVICE);
        rest.account("uwe", Role.USER);
        rest.account("eva", Role.USER);
    }

    @AfterAll
    static void stop() {
        rest.close();
    }

    @BeforeEach
    void uweLivesWithOneOfTwoDevices() {
        people();
        String admin = rest.tokenOf("ada");
        rest.told.clear();
        List.of("d1", "d2").forEach(sn -> rest.post("/api/v1/devices", admin, "{\"sn\":\"" + sn + "\",\"type\":\"retail\"}"));
        rest.send("PUT", "/api/v1/households/1", admin, "{\"residents\":[{\"user_id\":\"uwe\"}],\"devices\":[\"d1\"]}");
        report("d1", 1, 5);
        report("d2", 1, 6);
    }

    @Test
    void theListShowsEveryFieldAndPages() {
        Answer all = rest.get("/api/v1/alerts", operator);

        assertThat(all.json().get("has_more").asBoolean()).isFalse();
        assertThat(all.json().get("alerts")).hasSize(2);
        assertThat(all.json().at("/alerts/0").fieldNames()).toIterable()
                .containsExactly("alert_id", "sn", "section", "code", "msg", "state", "raised_at");
        Answer newest = rest.get("/api/v1/alerts?limit=1", operator);
        assertThat(newest.json().get("has_more").asBoolean()).isTrue();
        String last = newest.json().at("/alerts/0/alert_id").asText();
        assertThat(rest.get("/api/v1/alerts?before=" + last, operator).json().get("alerts")).hasSize(1);
        assertError(rest.get("/api/v1/alerts?state=gone", operator), 400, "state: must be raised, acknowledged or cleared");
        assertError(rest.get("/api/v1/alerts?before=none", operator), 400, "before: no such alert");
    }

    @Test
    void residentsSeeAndAcknowledgeThoseOfTheirHousehold() {
        assertThat(rest.get("/api/v1/alerts", uwe).json().get("alerts")).singleElement()
                .satisfies(alert -> assertThat(alert.get("sn").asText()).isEqualTo("d1"));
        assertThat(rest.get("/api/v1/alerts", eva).json().get("alerts")).isEmpty();
        assertError(rest.get("/api/v1/alerts?sn=d2", uwe), 403, "sn: d2 is not in your household");
        assertThat(acknowledge(idOf("d1"), uwe).text("state")).isEqualTo("acknowledged");
        assertError(acknowledge(idOf("d2"), uwe), 403, "alert_id: ");
        assertError(acknowledge("none", uwe), 403, "alert_id: ");
    }

    @Test
    void aRepeatIsAnsweredAsTheFirstWasAndToldAgain() {
        Answer first = acknowledge(idOf("d1"), uwe);

        assertThat(first.text("acknowledged_by")).isEqualTo("uwe");
        assertThat(acknowledge(idOf("d1"), uwe).json()).isEqualTo(first.json());
        assertThat(acknowledge(idOf("d1"), operator).json()).isEqualTo(first.json());
        assertThat(rest.told).hasSize(3).allSatisfy(change -> {
            assertThat(change.type()).isEqualTo("retail");
            assertThat(change.alert().state()).isEqualTo(Alert.State.ACKNOWLEDGED);
        });
    }

    @Test
    void whatCannotBeAcknowledgedIsRefused() {
        String id = idOf("d1");
        report("d1", 2, 0);

        assertError(acknowledge(id, operator), 409, "an alert that is cleared cannot be acknowledged");
        assertError(acknowledge("none", operator), 404, "no such alert: none");
        assertError(acknowledge(idOf("d2"), service), 403, "to acknowledge alerts needs the role user or operator or admin");
        assertThat(rest.told).isEmpty();
    }

    private static String idOf(String sn) {
        return rest.get("/api/v1/alerts?sn=" + sn, operator).json().at("/alerts/0/alert_id").asText();
    }

    private static Answer acknowledge(String alertId, String token) {
        return rest.post("/api/v1/alerts/" + alertId + "/acknowledge", token, "");
    }

    private static void report(String sn, long ts, int code) {
        states.merge(List.of(new Report(sn, "r-" + ts, ts, ts, Map.of("electricity", Map.of("code", code, "msg", "m")), "{}")));
    }
}
