package io.campanile.domain.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.campanile.domain.CodedException;
import io.campanile.domain.ErrorCode;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The table of PROTOCOL 7, cell by cell: the state after it, why it is over, what is said to whom. */
class CallStateTest {

    private static final String TABLE = """
            INITIATED CANCEL       ended     cancelled    CLOSING
            INITIATED HANG_UP      ended     cancelled    CLOSING
            INITIATED RING         ringing   -            RINGING_HERE
            INITIATED ANSWER       connected -            ANSWERED
            INITIATED DECLINE      initiated -            REJECTED
            INITIATED LAST_DECLINE ended     rejected     CLOSING
            INITIATED BUSY         initiated -            REJECTED
            INITIATED LAST_BUSY    ended     busy         CLOSING
            INITIATED RING_TIMEOUT ended     ring_timeout CLOSING
            RINGING   CANCEL       ended     cancelled    CLOSING
            RINGING   HANG_UP      ended     cancelled    CLOSING
            RINGING   RING         ringing   -            RINGING_HERE
            RINGING   ANSWER       connected -            ANSWERED
            RINGING   DECLINE      ringing   -            REJECTED
            RINGING   LAST_DECLINE ended     rejected     CLOSING
            RINGING   BUSY         ringing   -            REJECTED
            RINGING   LAST_BUSY    ended     busy         CLOSING
            RINGING   RING_TIMEOUT ended     ring_timeout CLOSING
            CONNECTED HANG_UP      ended     hangup       CLOSING
            CONNECTED LEAVE        ended     hangup       CLOSING
            CONNECTED CALL_TIMEOUT ended     call_timeout CLOSING
            """;

    @Test
    void theTableSaysWhatTheProtocolSays() {
        List<String> actual = Arrays.stream(CallState.values()).flatMap(state -> Arrays.stream(CallMove.values())
                .flatMap(move -> state.on(move).map(cell -> String.join(" ", state.name(), move.name(), cell.next().wireName(),
                        cell.end() == null ? "-" : cell.end().wireName(), cell.told().name())).stream())).toList();

        assertThat(actual).containsExactlyInAnyOrderElementsOf(TABLE.lines().map(line -> line.replaceAll(" +", " ")).toList());
    }

    @Test
    void whatIsInNoCellIsRefusedByName() {
        assertThatThrownBy(() -> CallState.CONNECTED.after(CallMove.CANCEL))
                .isInstanceOfSatisfying(CodedException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CONFLICT))
                .hasMessage("a call that is connected cannot be cancelled by its caller");
        assertThat(Arrays.stream(CallMove.values()).filter(move -> CallState.ENDED.on(move).isPresent()))
                .as("ended is final").isEmpty();
    }

    @Test
    void everyEndHasAClosingControl() {
        assertThat(Arrays.stream(EndReason.values()).map(end -> end.wireName() + " " + end.closing().name().toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(", "))).isEqualTo("rejected rejected, cancelled cancelled, hangup hangup, busy rejected, "
                + "ring_timeout timeout, call_timeout timeout, error error");
    }
}
