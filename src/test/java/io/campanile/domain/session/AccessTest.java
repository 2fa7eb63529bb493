package io.campanile.domain.session;

import io.campanile.domain.CodedException;
import io.campanile.domain.ErrorCode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.Set;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** The table of PROTOCOL 3, row by row. */
class AccessTest {

    @ParameterizedTest
    @CsvSource({
        // operation,   user, operator, service, admin
        "WATCH_DEVICES,  false, true,  true,  true",
        "READ_DEVICES,   false, true,  true,  true",
        "MANAGE_DEVICES, false, false, false, true",
        "PUSH,           false, false, true,  true"})
    void eachRoleMayWhatItsColumnSays(Operation operation, boolean user, boolean operator, boolean service, boolean admin) {
        check(operation, Role.USER, user);
        check(operation, Role.OPERATOR, operator);
        check(operation, Role.SERVICE, service);
        check(operation, Role.ADMIN, admin);
    }

    @ParameterizedTest
    @CsvSource({"WATCH_DEVICES", "READ_DEVICES", "MANAGE_DEVICES", "PUSH"})
    void aDeviceMayNoneOfThem(Operation operation) {
        assertThatThrownBy(() -> Access.require(Principal.device("d-1"), operation)).isInstanceOf(CodedException.class);
    }

    private static void check(Operation operation, Role role, boolean allowed) {
        Principal principal = new Principal(Principal.Kind.USER, "bob", Set.of(role), "jti", Long.MAX_VALUE);
        if (allowed) {
            assertThatCode(() -> Access.require(principal, operation)).doesNotThrowAnyException();
        } else {
            assertThatThrownBy(() -> Access.require(principal, operation))
                    .isInstanceOfSatisfying(CodedException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.FORBIDDEN))
                    .hasMessageContaining("needs the role");
        }
    }
}
