package io.campanile.flow.push;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.campanile.domain.CodedException;
import io.campanile.domain.ErrorCode;
import io.campanile.domain.message.ConversationId;
import io.campanile.domain.message.Message;
import io.campanile.domain.message.MessageIds;
import io.campanile.domain.push.Push;
import io.campanile.domain.push.PushOutcome;
import io.campanile.domain.push.PushOutcomes;
import io.campanile.domain.push.RoomMembers;
import io.campanile.domain.push.UserPages;
import io.campanile.flow.DeadLetters;
import io.campanile.flow.KafkaBatch;
import io.campanile.flow.message.MessageFormat;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.component.kafka.KafkaConstants;
import org.apache.camel.support.DefaultMessage;

/** Turns reliable pushes into messages from the system, one for each user (PROTOCOL 8). Thread-safe; blocks on the database. */
public final class ReliablePushes {

    private static final int AT_ONCE = 500;

    private final CamelContext camel;
    private final RoomMembers rooms;
    private final UserPages users;
    private final PushOutcomes outcomes;
    private final DeadLetters deadLetters;
    private final ObjectMapper json;
    private final MessageFormat format = new MessageFormat();

    public ReliablePushes(CamelContext camel, RoomMembers rooms, UserPages users, PushOutcomes outcomes, DeadLetters deadLetters, ObjectMapper json) {
        this.camel = camel;
        this.rooms = rooms;
        this.users = users;
        this.outcomes = outcomes;
        this.deadLetters = deadLetters;
        this.json = json;
    }

    /**
     * The records for a batch of pushes, some hundred at a time, read from the database as they are asked for. A push that cannot be
     * read goes to the dead letters alone.
     */
    public Iterator<List<org.apache.camel.Message>> messages(List<Exchange> batch, Exchange exchange) {
        return batch.stream().flatMap(record -> messages(record, exchange)).iterator();
    }

    private Stream<List<org.apache.camel.Message>> messages(Exchange record, Exchange exchange) {
        try {
            Push push = Push.read(json.readValue(KafkaBatch.body(record.getMessage()), new TypeReference<Map<String, Object>>() { }));
            String content = json.writeValueAsString(push.values());
            int[] count = {0};
            return Stream.concat(pages(push).map(page -> {
                count[0] += page.size();
                return page.stream().map(user -> record(push, user, content)).toList();
            }), Stream.of(push).flatMap(done -> {
                outcomes.tell(push.pushId(), new PushOutcome(count[0], count[0], Map.of()));
                return Stream.empty();
            }));
        } catch (IOException | CodedException e) {
            if (e instanceof CodedException coded && coded.code() == ErrorCode.UNAVAILABLE) {
                throw coded;
            }
            deadLetters.refuse(exchange.getFromRouteId(), KafkaBatch.body(record.getMessage()), record.getMessage().getHeaders(), e);
            return Stream.empty();
        }
    }

    private Stream<List<String>> pages(Push push) {
        return switch (push.target().kind()) {
            case USERS -> split(push.target().users());
            case ROOM -> split(rooms.ofLasting(push.target().room()).orElse(List.of()));
            case ALL -> Stream.iterate(users.page("", AT_ONCE), page -> !page.isEmpty(), page -> users.page(page.get(page.size() - 1), AT_ONCE));
            case WHERE -> throw CodedException.invalid("target.where", "names connections");
        };
    }

    private static Stream<List<String>> split(List<String> users) {
        List<List<String>> pages = new ArrayList<>();
        for (int from = 0; from < users.size(); from += AT_ONCE) {
            pages.add(users.subList(from, Math.min(users.size(), from + AT_ONCE)));
        }
        return pages.stream();
    }

    private org.apache.camel.Message record(Push push, String user, String content) {
        Message message = new Message(MessageIds.of(Message.SYSTEM, push.pushId() + '/' + user), ConversationId.ofPair(Message.SYSTEM, user),
                Message.SYSTEM, user, null, push.service(), content, 0, Message.DEFAULT_WEIGHT, push.acceptedAt(), null, List.of());
        org.apache.camel.Message record = new DefaultMessage(camel);
        record.setHeader(KafkaConstants.KEY, message.conversationId());
        record.setBody(format.write(message));
        return record;
    }
}
