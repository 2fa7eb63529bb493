package io.campanile.flow.message;

import io.campanile.domain.message.ConversationId;
import io.campanile.domain.message.Message;
import io.campanile.domain.room.RoomChange;
import io.campanile.domain.room.RoomChanges.Turn;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;

/**
 * Records of a batch that one transaction takes: messages, and the joins and leaves among them. Mostly that is the whole batch; only who
 * joins or leaves a room again, after something was said there, does so in a later round, with what is said there from then on.
 */
final class Round {

    final List<Exchange> records = new ArrayList<>();
    final List<Message> messages = new ArrayList<>();
    final List<Turn> turns = new ArrayList<>();

    /** Those that come behind so many messages, and before the next one. */
    List<Turn> turnsBehind(int count) {
        return turns.stream().filter(turn -> turn.behind() == count).toList();
    }

    /** A batch, record by record; used by one thread. */
    static final class Plan {
        final List<Round> rounds = new ArrayList<>(List.of(new Round()));
        /** By conversation: how much was said, and in which round it goes on. */
        private final Map<String, Integer> said = new HashMap<>();
        private final Map<String, Integer> open = new HashMap<>();
        /** How much was said when a member of a room joined or left last. */
        private final Map<Member, Integer> changed = new HashMap<>();

        private record Member(String conversation, String userId) {
        }

        void add(Message message, Exchange record) {
            if (message.roomId() != null) {
                said.merge(message.conversationId(), 1, Integer::sum);
            }
            Round round = round(message.conversationId());
            round.messages.add(message);
            round.records.add(record);
        }

        void add(RoomChange change) {
            String conversation = ConversationId.ofRoom(change.roomId());
            int here = said.getOrDefault(conversation, 0);
            Integer before = changed.put(new Member(conversation, change.userId()), here);
            if (before != null && before < here) {
                open.merge(conversation, 1, Integer::sum);
            }
            Round round = round(conversation);
            round.turns.add(new Turn(change, round.messages.size()));
        }

        private Round round(String conversation) {
            int number = open.isEmpty() ? 0 : open.getOrDefault(conversation, 0);
            while (rounds.size() <= number) {
                rounds.add(new Round());
            }
            return rounds.get(number);
        }
    }
}
