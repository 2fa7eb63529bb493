package io.campanile.bench.checker;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The table of PROTOCOL 5, row by row. */
class CloseCodeTest {

    @ParameterizedTest
    @CsvSource({
        "1000, STAY_AWAY", "1001, RECONNECT", "1008, STAY_AWAY", "1009, STAY_AWAY", "1013, RECONNECT",
        "3000, RECONNECT_WITH_NEW_TOKEN", "3003, STAY_AWAY", "3008, RECONNECT", "4008, RECONNECT", "4001, STAY_AWAY",
        "1006, RECONNECT"})
    void eachCodeSaysWhetherToComeBack(int code, CloseCode then) {
        assertThat(CloseCode.of(code)).isEqualTo(then);
    }
}
