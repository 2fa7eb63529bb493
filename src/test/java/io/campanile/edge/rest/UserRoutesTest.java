package io.campanile.edge.rest;

import static io.campanile.edge.rest.RestServer.PASSWORD;
import static io.campanile.edge.rest.RestServer.assertError;
import static org.assertj.core.api.Assertions.assertThat;

import io.campanile.domain.session.Role;
import io.campanile.edge.rest.RestServer.Answer;
import io.campanile.fixture.PlainPasswords;
import io.campanile.store.sql.DatabaseFixture;
import io.campanile.store.sql.SqlReportHistory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.extension.RegisterExtension;

/** PROTOCOL 3: users, their roles and passwords. */
class UserRoutesTest {

    @RegisterExtension
    static final DatabaseFixture DATABASE = new DatabaseFixture();
    private static RestServer rest;
    private String admin;
    private String user;
    private String uwe;

    @BeforeAll
    static void start() {
        rest = new RestServer(DATABASE.dataSource());
    }

    @AfterAll
    static void stop() {
        rest.close();
    }

    @BeforeEach
    void adaAndUwe(TestInfo test) {
        rest.account("ada", Role.ADMIN);
        admin = rest.tokenOf("ada");
        // Revocations are by user and outlive the emptied tables, so each test has a user of its own
        user = "uwe" + Math.abs(test.getDisplayName().hashCode());
        rest.account(user, Role.USER);
        uwe = rest.tokenOf(user);
    }

    @Test
    void anybodyMayRegisterAndSignIn() {
        Answer answer = register(rest, null, "eva", "secret");

        assertThat(answer.status()).isEqualTo(201);
        assertThat(answer.json().toString()).isEqualTo("{\"user_id\":\"eva\"}");
        assertThat(signIn("eva", "secret").json().get("roles").toString()).isEqualTo("[\"user\"]");
        assertError(register(rest, null, "eva", "another"), 409, "username: eva is taken");
        assertThat(signIn("eva", "secret").status()).as("the first stays").isEqualTo(200);
    }

    @Test
    void whatIsWrongWithARegistrationIsNamed() {
        assertError(register(rest, null, "no name!", "secret"), 400, "username: must be 1 to 32");
        assertError(register(rest, null, "eva", ""), 400, "password: must be 1 to 1024");
        assertError(rest.post("/api/v1/users", null, "{\"username\":\"eva\"}"), 400, "password: is required");
        assertError(register(rest, "forged", "eva", "secret"), 401, "the token is not valid");
    }

    @Test
    void whereRegistrationIsClosedOnlyAnAdminRegisters() {
        try (RestServer closed = new RestServer(DATABASE.dataSource(), new SqlReportHistory(DATABASE.dataSource()), false, new PlainPasswords())) {
            assertError(register(closed, null, "eva", "secret"), 401, "only an admin registers users here");
            assertError(register(closed, uwe, "eva", "secret"), 403, "to manage users needs the role admin");
            assertThat(register(closed, admin, "eva", "secret").status()).isEqualTo(201);
        }
    }

    @Test
    void aProfileIsForItsOwnerAndForBackEnds() {
        rest.account("sid", Role.SERVICE);

        assertThat(rest.get("/api/v1/users/" + user, uwe).json().toString())
                .isEqualTo("{\"user_id\":\"" + user + "\",\"roles\":[\"user\"]}");
        assertError(rest.get("/api/v1/users/ada", uwe), 403, "user_id: only your own profile");
        assertError(rest.get("/api/v1/users/nobody", uwe), 403, "user_id: only your own profile");
        assertThat(rest.get("/api/v1/users/ada", rest.tokenOf("sid")).text("user_id")).isEqualTo("ada");
        assertError(rest.get("/api/v1/users/nobody", admin), 404, "no such user: nobody");
    }

    @Test
    void otherRolesEndEveryTokenOfTheUserAtOnceAndTheNextOneHasThem() {
        String another = rest.tokenOf(user);

        Answer answer = roles(user, "'operator','user'");

        assertThat(answer.json().get("roles").toString()).isEqualTo("[\"user\",\"operator\"]");
        assertError(rest.get("/api/v1/devices", uwe), 401, "the token was revoked");
        assertError(rest.post("/api/v1/sessions/refresh", another, null), 401, "the token was revoked");
        String next = rest.tokenOf(user);
        assertThat(rest.get("/api/v1/devices", next).status()).as("issued in the same second").isEqualTo(200);
        roles(user, "'user'");
        assertError(rest.get("/api/v1/devices", next), 401, "the token was revoked");
        assertThat(rest.get("/api/v1/devices", admin).status()).as("nobody else's").isEqualTo(200);
    }

    @Test
    void rolesAreSetByAdminsOnlyAndAreOfTheFour() {
        assertError(rest.send("PUT", "/api/v1/users/" + user + "/roles", uwe, "{\"roles\":[\"admin\"]}"), 403, "to manage users");
        assertError(roles(user, "'emperor'"), 400, "roles: each must be one of");
        assertError(rest.send("PUT", "/api/v1/users/" + user + "/roles", admin, "{}"), 400, "roles: must be a list");
        assertError(roles("nobody", "'user'"), 404, "no such user: nobody");
        rest.account("admin", Role.ADMIN);
        assertError(roles("admin", "'user'"), 409, "roles: the user admin keeps the role admin");
    }

    @Test
    void aNewPasswordEndsTheTokensOfTheOld() {
        assertError(password(uwe, user, "'password':'new'"), 403, "current: is not the present password");
        assertError(password(uwe, user, "'password':'new','current':'wrong'"), 403, "current: is not the present password");
        assertError(password(uwe, "ada", "'password':'new','current':'" + PASSWORD + "'"), 403, "to set another user's password");

        assertThat(password(uwe, user, "'password':'new','current':'" + PASSWORD + "'").status()).isEqualTo(204);

        assertError(rest.get("/api/v1/devices", uwe), 401, "the token was revoked");
        assertThat(signIn(user, PASSWORD).status()).isEqualTo(401);
        assertThat(signIn(user, "new").status()).isEqualTo(200);
        assertThat(password(admin, user, "'password':'newer'").status()).isEqualTo(204);
        assertThat(signIn(user, "newer").status()).isEqualTo(200);
    }

    private static Answer register(RestServer server, String token, String username, String password) {
        return server.post("/api/v1/users", token, "{\"username\":\"" + username + "\",\"password\":\"" + password + "\"}");
    }

    private Answer roles(String userId, String roles) {
        return rest.send("PUT", "/api/v1/users/" + userId + "/roles", admin, ("{'roles':[" + roles + "]}").replace('\'', '"'));
    }

    private static Answer password(String token, String userId, String fields) {
        return rest.send("PUT", "/api/v1/users/" + userId + "/password", token, ("{" + fields + "}").replace('\'', '"'));
    }

    private static Answer signIn(String username, String password) {
        return rest.post("/api/v1/sessions", null, "{\"username\":\"" + username + "\",\"password\":\"" + password + "\"}");
    }
}
