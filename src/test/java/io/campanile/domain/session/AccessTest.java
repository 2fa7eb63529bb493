package io.campanile.domain.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.campanile.domain.CodedException;
import io.campanile.domain.ErrorCode;
import io.campanile.domain.device.DeviceCredentials;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The table of PROTOCOL 3, written here a second time from its text. */
class AccessTest {

    private static final String TABLE = """
            SEND_MESSAGES       OWN       OWN  ALL  ALL NONE
            READ_MESSAGES       OWN       OWN  ALL  ALL NONE
            TRACE_MESSAGES      OWN       OWN  OWN  ALL NONE
            USE_ROOMS           OWN       OWN  OWN  ALL NONE
            READ_ROOMS          OWN       OWN  ALL  ALL NONE
            WATCH_DEVICES       HOUSEHOLD ALL  ALL  ALL NONE
            COMMAND_DEVICES     HOUSEHOLD ALL  ALL  ALL NONE
            START_CALLS         HOUSEHOLD ALL  ALL  ALL OWN
            ACT_IN_CALLS        OWN       ALL  ALL  ALL OWN
            ACT_AS_CALLEE       OWN       OWN  ALL  ALL NONE
            READ_CALLS          OWN       ALL  ALL  ALL OWN
            PUSH                NONE      NONE ALL  ALL NONE
            TELL_DEVICE_STATUS  NONE      NONE ALL  ALL NONE
            TELL_SYSTEM_MESSAGES NONE     ALL  ALL  ALL NONE
            READ_DEVICES        HOUSEHOLD ALL  ALL  ALL NONE
            ACKNOWLEDGE_ALERTS  HOUSEHOLD ALL  NONE ALL NONE
            MANAGE_DEVICES      NONE      NONE NONE ALL NONE
            READ_PRESENCE       ALL       ALL  ALL  ALL NONE
            READ_USERS          OWN       OWN  ALL  ALL NONE
            SET_PASSWORDS       OWN       OWN  OWN  ALL NONE
            MANAGE_USERS        NONE      NONE NONE ALL NONE
            READ_HOUSEHOLDS     NONE      NONE ALL  ALL NONE
            MANAGE_HOUSEHOLDS   NONE      NONE NONE ALL NONE
            MANAGE_SIGNING_KEYS NONE      NONE NONE ALL NONE
            READ_CONNECTIONS    NONE      NONE ALL  ALL NONE
            READ_FLOWS          NONE      NONE ALL  ALL NONE
            MANAGE_FLOWS        NONE      NONE NONE ALL NONE
            READ_DEAD_LETTERS   NONE      NONE ALL  ALL NONE
            MANAGE_DEAD_LETTERS NONE      NONE NONE ALL NONE
            """;

    @Test
    void theTableSaysWhatTheProtocolSays() {
        String actual = Arrays.stream(Operation.values()).map(operation -> String.join(" ", operation.name(),
                        reach(user(Role.USER), operation), reach(user(Role.OPERATOR), operation), reach(user(Role.SERVICE), operation),
                        reach(user(Role.ADMIN), operation), reach(Principal.device("d-1", new DeviceCredentials("secret", "retail")), operation)))
                .collect(Collectors.joining("\n", "", "\n"));

        assertThat(actual).isEqualTo(TABLE.replaceAll(" +", " "));
    }

    @ParameterizedTest
    @CsvSource({"WATCH_DEVICES, HOUSEHOLD", "READ_MESSAGES, OWN", "PUSH, NONE"})
    void rolesAddUp(Operation operation, Reach ofUserAlone) {
        assertThat(Access.reach(user(Role.USER), operation)).isEqualTo(ofUserAlone);
        assertThat(Access.reach(user(Role.USER, Role.ADMIN), operation)).isEqualTo(Reach.ALL);
    }

    @Test
    void whoIsRefusedLearnsWhichRoleIsMissing() {
        assertThatThrownBy(() -> Access.require(user(Role.USER), Operation.PUSH))
                .isInstanceOfSatisfying(CodedException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.FORBIDDEN))
                .hasMessage("to push needs the role service or admin");
    }

    private static Principal user(Role... roles) {
        return new Principal(Principal.Kind.USER, "bob", Set.of(roles), "jti", Long.MAX_VALUE);
    }

    private static String reach(Principal principal, Operation operation) {
        return Access.reach(principal, operation).name();
    }
}
