package io.campanile.edge.rest;

import static io.campanile.edge.rest.RestServer.assertError;
import static org.assertj.core.api.Assertions.assertThat;

import io.campanile.domain.session.Role;
import io.campanile.edge.rest.RestServer.Answer;
import io.campanile.store.sql.DatabaseFixture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** PROTOCOL 11: whether an edit would be let in. */
class FlowCheckRoutesTest {

    @RegisterExtension
    static final DatabaseFixture DATABASE = new DatabaseFixture();
    private static final String CHECK = "/api/v1/flows/check";
    private static RestServer rest;
    private static String admin;
    private static String operator;
    private static String service;
    private static String yaml;

    @BeforeAll
    static void start() throws IOException {
        rest = new RestServer(DATABASE.dataSource());
        rest.account("ada", Role.ADMIN);
        rest.account("olga", Role.OPERATOR);
        rest.account("sid", Role.SERVICE);
        admin = rest.tokenOf("ada");
        operator = rest.tokenOf("olga");
        service = rest.tokenOf("sid");
        yaml = Files.readString(Path.of("routes/device-report.camel.yaml"));
    }

    @AfterAll
    static void stop() {
        rest.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/yaml", "text/yaml", "text/plain", "application/x-yaml", ""})
    void anEditIsCheckedWhateverItSaysItIs(String type) {
        String[] header = type.isEmpty() ? new String[0] : new String[] {"Content-Type", type};
        Answer good = rest.send("POST", CHECK, admin, yaml, header);
        assertThat(good.status()).as(good.http().body()).isEqualTo(200);
        assertThat(good.json().toString()).isEqualTo("{\"ok\":true,\"problems\":[]}");

        Answer bad = rest.send("POST", CHECK, admin, yaml.replaceFirst("useOriginalBody: true", "useOriginalBody: yes please"), header);
        assertThat(bad.status()).isEqualTo(200);
        assertThat(bad.json().toString()).isEqualTo("{\"ok\":false,\"problems\":[{\"line\":9,\"reason\":\"'useOriginalBody' must be true or false\"}]}");
    }

    @Test
    void aFlowUnderAnotherNameIsCheckedAgainstTheOneThatHasItsIds() {
        assertThat(rest.post(CHECK + "?flow=report-copy", admin, yaml).json().path("problems").findValuesAsText("reason"))
                .contains("the id 'device-report-mqtt' does not begin with the file's name: write report-copy-…",
                        "the id 'device-report-mqtt' is one of device-report.camel.yaml: that flow would lose its route");
    }

    @Test
    void nothingIsAnEditThatIsRefused() {
        assertThat(rest.post(CHECK, admin, "").json().path("problems").path(0).path("reason").asText()).startsWith("the file is empty");
    }

    @Test
    void onlyAnAdminMayAskAndNotForMoreThan64KiB() {
        assertError(rest.post(CHECK, null, yaml), 401, "sign in first");
        assertError(rest.post(CHECK, operator, yaml), 403, "to manage flows needs the role admin");
        assertError(rest.post(CHECK, service, yaml), 403, "to manage flows needs the role admin");
        assertThat(rest.post(CHECK, admin, "#".repeat(65_536)).status()).isEqualTo(200);
        assertThat(rest.post(CHECK, admin, "#".repeat(65_537)).status()).isEqualTo(413);
    }
}
