package io.campanile.edge.rest;

import static io.campanile.edge.rest.RestServer.assertError;
import static org.assertj.core.api.Assertions.assertThat;

import io.campanile.domain.session.Role;
import io.campanile.edge.rest.RestServer.Answer;
import io.campanile.store.sql.DatabaseFixture;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** PROTOCOL 7 and 9: households, and what their residents see of devices. */
class HouseholdRoutesTest {

    @RegisterExtension
    static final DatabaseFixture DATABASE = new DatabaseFixture();
    private static RestServer rest;
    private static String admin;
    private static String service;
    private static String uwe;

    @BeforeAll
    static void start() {
        rest = new RestServer(DATABASE.dataSource());
        people();
        admin = rest.tokenOf("ada");
        service = rest.tokenOf("sid");
        uwe = rest.tokenOf("uwe");
    }

    private static void people() {
        rest.account("ada", Role.ADMIN);
        rest.account("sid", Role.SERVICE);
        rest.account("uwe", Role.USER);
        rest.account("eva", Role.USER);
    }

    @AfterAll
    static void stop() {
        rest.close();
    }

    @BeforeEach
    void threeDevices() {
        people();
        rest.changed.clear();
        List.of("d1", "d2", "d3").forEach(sn -> rest.post("/api/v1/devices", admin,
                "{\"sn\":\"" + sn + "\",\"type\":\"" + (sn.equals("d2") ? "rubbish" : "retail") + "\"}"));
    }

    @Test
    void aHouseholdIsSetAndReadAndListed() {
        String body = "{\"number\":\"3-201\",\"residents\":[{\"user_id\":\"eva\"},{\"phone\":\"+86 10\",\"user_id\":\"uwe\"}],\"devices\":[\"d1\",\"d2\"]}";
        Answer put = put("3-201", "{'residents':[{'user_id':'uwe','phone':'+86 10'},{'user_id':'eva'}],'devices':['d2','d1','d1']}");

        assertThat(put.status()).as(put.http().body()).isEqualTo(200);
        assertThat(rest.get("/api/v1/households/3-201", service).json().toString().replace("\"user_id\":\"uwe\",\"phone\":\"+86 10\"",
                "\"phone\":\"+86 10\",\"user_id\":\"uwe\"")).isEqualTo(body);
        assertThat(put("%E5%8C%97%201", "{'residents':[],'devices':[]}").text("number")).isEqualTo("北 1");
        List<String> numbers = new ArrayList<>();
        rest.get("/api/v1/households?limit=1&after=1", service).json().get("households").forEach(h -> numbers.add(h.get("number").asText()));
        assertThat(numbers).containsExactly("3-201");
    }

    @Test
    void residentsSeeTheirDevicesAndNoOthers() {
        assertThat(sns(uwe, "")).isEmpty();
        put("1", "{'residents':[{'user_id':'uwe'}],'devices':['d1','d2']}");
        put("2", "{'residents':[{'user_id':'uwe'}],'devices':['d2']}");
        put("3", "{'residents':[{'user_id':'eva'}],'devices':['d3']}");

        assertThat(sns(uwe, "")).containsExactly("d1", "d2");
        assertThat(sns(uwe, "?type=retail")).containsExactly("d1");
        assertThat(sns(uwe, "?limit=1")).containsExactly("d1");
        assertThat(sns(uwe, "?after=d1")).containsExactly("d2");
        assertThat(rest.get("/api/v1/devices/d1", uwe).text("sn")).isEqualTo("d1");
        assertThat(rest.get("/api/v1/devices/d1/reports", uwe).status()).isEqualTo(200);
        assertError(rest.get("/api/v1/devices/d3", uwe), 403, "sn: d3 is not in your household");
        assertError(rest.get("/api/v1/devices/d3/reports", uwe), 403, "sn: d3 is not in your household");
        assertError(rest.get("/api/v1/devices/nowhere", uwe), 403, "sn: nowhere is not in your household");
        assertThat(sns(service, "")).containsExactly("d1", "d2", "d3");
    }

    @Test
    void whoLeavesSeesNoMoreAndEverybodyConcernedIsTold() {
        put("1", "{'residents':[{'user_id':'uwe'}],'devices':['d1']}");
        put("1", "{'residents':[{'user_id':'eva'}],'devices':['d1']}");

        assertThat(sns(uwe, "")).isEmpty();
        assertThat(rest.changed).containsExactly(Set.of("uwe"), Set.of("uwe", "eva"));
    }

    @Test
    void whatDoesNotExistIsNamedAndNothingChanges() {
        put("1", "{'residents':[{'user_id':'uwe'}],'devices':['d1']}");

        assertError(put("1", "{'residents':[{'user_id':'nobody'}],'devices':[]}"), 404, "no such user: nobody");
        assertError(put("1", "{'residents':[],'devices':['d1','d9']}"), 404, "no such device: d9");
        assertError(rest.get("/api/v1/households/9", admin), 404, "no such household: 9");
        assertThat(sns(uwe, "")).containsExactly("d1");
    }

    @Test
    void whatIsIllTypedIsNamed() {
        assertError(put("1", "{'devices':[]}"), 400, "residents: must be a list");
        assertError(put("1", "{'residents':['uwe'],'devices':[]}"), 400, "residents: must be a list of objects");
        assertError(put("1", "{'residents':[{}],'devices':[]}"), 400, "user_id: is required");
        assertError(put("1", "{'residents':[{'user_id':'uwe','phone':1}],'devices':[]}"), 400, "phone: must be a string");
        assertError(put("1", "{'residents':[{'user_id':'uwe'},{'user_id':'uwe'}],'devices':[]}"), 400, "residents: uwe is named twice");
        assertError(put("1", "{'residents':[],'devices':[1]}"), 400, "devices: must be a string");
        assertError(put("x".repeat(65), "{'residents':[],'devices':[]}"), 400, "number: must be 1 to 64");
    }

    private static Answer put(String number, String body) {
        return rest.send("PUT", "/api/v1/households/" + number, admin, body.replace('\'', '"'));
    }

    private static List<String> sns(String token, String query) {
        List<String> sns = new ArrayList<>();
        rest.get("/api/v1/devices" + query, token).json().get("devices").forEach(device -> sns.add(device.get("sn").asText()));
        return sns;
    }
}
