package io.campanile.flow.message;

import static org.assertj.core.api.Assertions.assertThat;

import io.campanile.domain.message.ConversationId;
import io.campanile.domain.message.Message;
import io.campanile.domain.room.RoomChange;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Joins and leaves keep their place among the messages of their room, and cost the messages of others nothing. */
class RoundTest {

    private final Round.Plan plan = new Round.Plan();

    @Test
    void ofEachRoomTheOrderIsKept() {
        said("a", "r");
        joins("bob", "r");
        said("b", "r");
        said("c", null);
        joins("cai", "r");
        joins("bob", "s");
        said("d", "s");

        assertThat(messages()).containsExactly(List.of("a", "b", "c", "d"));
        assertThat(turns()).containsExactly(List.of("1 bob r", "3 cai r", "3 bob s"));
    }

    @Test
    void whoComesAgainAfterSomethingWasSaidDoesSoInALaterRound() {
        said("a", "r");
        joins("bob", "r");
        joins("bob", "r");
        said("b", "r");
        said("c", null);
        joins("bob", "r");
        said("d", "r");
        joins("cai", "r");
        said("e", "s");
        said("f", null);

        assertThat(messages()).containsExactly(List.of("a", "b", "c", "e", "f"), List.of("d"));
        assertThat(turns()).containsExactly(List.of("1 bob r", "1 bob r"), List.of("0 bob r", "1 cai r"));
    }

    @Test
    void whereNobodyJoinsAllIsOneRound() {
        said("a", "r");
        said("b", null);
        said("c", "r");
        assertThat(plan.rounds).hasSize(1);
    }

    private List<List<String>> messages() {
        return plan.rounds.stream().map(round -> round.messages.stream().map(Message::msgId).toList()).toList();
    }

    private List<List<String>> turns() {
        return plan.rounds.stream().map(round -> round.turns.stream()
                .map(turn -> turn.behind() + " " + turn.change().userId() + " " + turn.change().roomId()).toList()).toList();
    }

    private void said(String msgId, String room) {
        String conversation = room == null ? ConversationId.ofPair("ann", "bob") : ConversationId.ofRoom(room);
        plan.add(new Message(msgId, conversation, "ann", room == null ? "bob" : null, room, "text", "1", 0, 5, 0, null, List.of()), null);
    }

    private void joins(String user, String room) {
        plan.add(new RoomChange(user + room, room, user, true, "node-1"));
    }
}
