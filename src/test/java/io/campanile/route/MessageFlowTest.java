package io.campanile.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.campanile.domain.CodedException;
import io.campanile.domain.ErrorCode;
import io.campanile.domain.message.Deliveries;
import io.campanile.domain.message.Delivery;
import io.campanile.domain.message.DeliveryTarget;
import io.campanile.domain.message.Expiries.Expired;
import io.campanile.domain.message.InMemoryInboxes;
import io.campanile.domain.message.InboxMessage;
import io.campanile.domain.message.Inboxes;
import io.campanile.domain.message.Message;
import io.campanile.domain.message.Receipt;
import io.campanile.domain.message.ReceiptTargets;
import io.campanile.domain.message.Recipients;
import io.campanile.domain.message.Rooms;
import io.campanile.domain.push.PushOutcome;
import java.util.concurrent.CompletableFuture;
import io.campanile.flow.room.RoomBroadcast;
import io.campanile.domain.session.ConnectionEntry;
import io.campanile.domain.session.ConnectionRegistry;
import io.campanile.domain.session.LiveConnection;
import io.campanile.domain.session.Principal;
import io.campanile.domain.session.Role;
import io.campanile.fixture.KafkaTopic;
import io.campanile.fixture.RunningFlows;
import io.campanile.fixture.RunningFlows.Ports;
import io.campanile.fixture.SharedKafka;
import io.campanile.flow.DeadLetters;
import io.campanile.flow.Headers;
import io.campanile.flow.message.Inbox;
import io.campanile.flow.message.MessageIngress;
import io.campanile.flow.message.MessageSends;
import io.campanile.flow.message.News;
import io.campanile.store.kafka.KafkaTopics;
import java.time.Clock;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.spi.Registry;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A message's way from an edge to inboxes and nodes, by the files as they are shipped. */
class MessageFlowTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String EDGE = "direct:message-send?block=false";
    private static final String PREFIX = "MessageFlowTest.";
    private static final String NODE = "message-flow-test";
    private static final List<String> TOPICS = List.of("room-broadcast.topic", "message.topic", "message-ingress.topic");

    @RegisterExtension
    static final SharedKafka KAFKA = new SharedKafka();
    private static final InMemoryInboxes INBOXES = new InMemoryInboxes(Clock.systemUTC());
    private static final Here HERE = new Here();
    private static final Set<String> ELSEWHERE = Set.of("roaming");
    private static RunningFlows flows;

    private KafkaTopic messages;
    private KafkaTopic deadLetters;
    private static int tests;
    private String alice;
    private String bob;

    @BeforeAll
    static void start() throws Exception {
        Map<String, String> settings = new HashMap<>(Map.of("node.id", NODE, "message-push.topic", PREFIX + "news"));
        TOPICS.forEach(topic -> settings.put(topic, PREFIX + topic));
        KafkaTopics.ensure(KAFKA.address(), TOPICS.stream().map(settings::get).toList(), 8, 1);
        KafkaTopics.ensure(KAFKA.address(), List.of(PREFIX + "news." + NODE, PREFIX + "news.other"), 1, 1);
        flows = RunningFlows.start(KAFKA.address(), "MessageFlowTest", new Ports(null, null, null), MessageFlowTest::bind, settings,
                "message-send", "message-ingress", "message-deliver", "message-push", "room-broadcast");
    }

    private static void bind(CamelContext camel) {
        Registry registry = camel.getRegistry();
        DeadLetters letters = registry.lookupByNameAndType("deadLetters", DeadLetters.class);
        MessageSends sends = new MessageSends(new Everybody(), Rooms.NONE, 1_000, Clock.systemUTC());
        registry.bind("messageSends", sends);
        registry.bind("messageIngress", new MessageIngress(camel, sends, letters));
        registry.bind("inbox", new Inbox(INBOXES, Rooms.NONE, letters));
        registry.bind("roomBroadcast", new RoomBroadcast(camel, Rooms.NONE, 500, push -> CompletableFuture.completedFuture(PushOutcome.NONE), room -> { }));
        registry.bind("news", new News(camel, PREFIX + "news", HERE, INBOXES, HERE, new NobodyTold()));
    }

    @AfterAll
    static void stop() {
        flows.close();
    }

    @BeforeEach
    void begin() {
        messages = flows.topic("message.topic").fromNow();
        deadLetters = flows.topic("dead-letter.topic").fromNow();
        tests++;
        alice = "alice" + tests;
        bob = "bob" + tests;
    }

    @AfterEach
    void end() {
        INBOXES.away(false);
        INBOXES.refuse(null);
        messages.close();
        deadLetters.close();
    }

    @Test
    void aMessageIsDurableWhenItsSenderHasItsNameAndThenInBothInboxes() {
        Map<?, ?> answer = send(alice, Map.of("to", bob, "type", "text", "content", Map.of("n", 1)));
        ConsumerRecord<String, String> record = messages.records().get(0);
        assertThat(record.key()).isEqualTo("u:" + alice + ":" + bob);
        assertThat(record.value()).contains("\"content\":{\"n\":1}", "\"msg_id\":\"" + answer.get("msg_id") + "\"");
        await().untilAsserted(() -> assertThat(HERE.told).extracting(InboxMessage::userId).contains(bob, alice));
        Message message = INBOXES.of(bob).get(0).message();
        assertThat(message.msgId()).isEqualTo(answer.get("msg_id"));
        assertThat(message.timestamp()).isEqualTo(answer.get("timestamp"));
        assertThat(message.weight()).isEqualTo(Message.DEFAULT_WEIGHT);
    }

    @Test
    void messagesOfAConversationKeepTheirOrder() {
        List<Object> ids = IntStream.range(0, 200).mapToObj(n -> (Object) send(alice, Map.of("to", bob, "type", "text", "content", n)).get("msg_id")).toList();
        await().until(() -> INBOXES.of(bob).size() == 200);
        assertThat(INBOXES.of(bob)).extracting(message -> (Object) message.message().msgId()).containsExactlyElementsOf(ids);
    }

    @Test
    void aRepeatHasNoEffect() {
        Map<String, Object> given = Map.of("to", bob, "type", "text", "content", 1, "client_msg_id", "c1");
        Object msgId = send(alice, given).get("msg_id");
        assertThat(send(alice, given).get("msg_id")).isEqualTo(msgId);
        messages.repeat("u:" + alice + ":" + bob);
        Object next = send(alice, Map.of("to", bob, "type", "text", "content", 2)).get("msg_id");
        await().untilAsserted(() -> assertThat(INBOXES.of(bob)).extracting(message -> (Object) message.message().msgId()).containsExactly(msgId, next));
    }

    @Test
    void whatIsWrongIsToldToTheSenderAndNobodyElse() {
        Map<Map<String, Object>, ErrorCode> wrong = new HashMap<>();
        wrong.put(Map.of("to", "nobody", "type", "text", "content", 1), ErrorCode.NOT_FOUND);
        wrong.put(Map.of("room_id", "none", "type", "text", "content", 1), ErrorCode.NOT_FOUND);
        wrong.put(Map.of("to", bob, "type", "text"), ErrorCode.INVALID);
        wrong.put(Map.of("to", bob, "type", "text", "content", 1, "mentions", List.of(1)), ErrorCode.INVALID);
        wrong.put(Map.of("to", bob, "type", "x".repeat(65), "content", 1), ErrorCode.INVALID);
        wrong.put(Map.of("to", bob, "type", "text", "content", "x".repeat(999)), ErrorCode.TOO_LARGE);
        wrong.put(Map.of("to", bob, "type", "text", "content", 1, "from", bob), ErrorCode.FORBIDDEN);
        wrong.forEach((given, code) -> assertThat(ask(alice, Role.USER, given).getException(CodedException.class).code()).as(given.toString()).isEqualTo(code));
        assertThat(messages.records()).isEmpty();
        assertThat(deadLetters.records()).isEmpty();
    }

    @Test
    void aServiceSendsOnBehalfOfOthersAndOfTheSystem() {
        ask("backend", Role.SERVICE, Map.of("from", alice, "to", bob, "type", "text", "content", 1));
        ask("backend", Role.SERVICE, Map.of("from", "system", "to", bob, "type", "text", "content", 2));
        await().untilAsserted(() -> assertThat(INBOXES.of(bob)).extracting(message -> message.message().senderId()).containsExactlyInAnyOrder(alice, "system"));
    }

    @Test
    void whileTheDatabaseIsAwayMessagesWaitAndThenArriveInOrder() throws Exception {
        INBOXES.away(true);
        List<Object> ids = IntStream.range(0, 5).mapToObj(n -> (Object) send(alice, Map.of("to", bob, "type", "text", "content", n)).get("msg_id")).toList();
        assertThat(messages.lag("message-deliver")).isGreaterThanOrEqualTo(5);
        INBOXES.away(false);
        await().untilAsserted(() -> assertThat(INBOXES.of(bob)).extracting(message -> (Object) message.message().msgId()).containsExactlyElementsOf(ids));
        await().until(() -> messages.lag("message-deliver") == 0);
        assertThat(deadLetters.records()).isEmpty();
    }

    @Test
    void whatCannotBeReadOrTakenIsADeadLetterAloneAndItsNeighboursGoOn() throws Exception {
        INBOXES.refuse("poison");
        String key = "u:" + alice + ":" + bob;
        messages.append(key, "not JSON", "{}");
        send(alice, Map.of("to", bob, "type", "poison", "content", 1));
        Object next = send(alice, Map.of("to", bob, "type", "text", "content", 2)).get("msg_id");
        await().untilAsserted(() -> assertThat(INBOXES.of(bob)).extracting(message -> (Object) message.message().msgId()).containsExactly(next));
        await().until(() -> deadLetters.records().size() == 3);
        for (ConsumerRecord<String, String> letter : deadLetters.records()) {
            JsonNode fields = JSON.readTree(letter.value());
            assertThat(fields.path("route_id").asText()).isEqualTo("message-deliver-number");
            assertThat(fields.path("flow").asText()).isEqualTo("message-deliver");
        }
    }

    @Test
    void whatBackEndsWriteIsTakenAsASendWithFrom() throws Exception {
        try (KafkaTopic ingress = flows.topic("message-ingress.topic")) {
            ingress.append("any", "{\"from\":\"" + alice + "\",\"to\":\"" + bob + "\",\"type\":\"text\",\"content\":{\"n\":1},\"client_msg_id\":\"i1\"}",
                    "{\"to\":\"" + bob + "\",\"type\":\"text\",\"content\":2}", "not JSON",
                    "{\"from\":\"" + alice + "\",\"to\":\"" + bob + "\",\"type\":\"text\",\"content\":{\"n\":1},\"client_msg_id\":\"i1\"}",
                    "{\"from\":\"system\",\"to\":\"" + bob + "\",\"type\":\"text\",\"content\":3}");
        }
        await().untilAsserted(() -> assertThat(INBOXES.of(bob)).extracting(message -> message.message().content()).containsExactlyInAnyOrder("{\"n\":1}", "3"));
        await().until(() -> deadLetters.records().size() == 2);
        assertThat(deadLetters.records().stream().map(letter -> letter.value()).collect(Collectors.joining())).contains("from: is required", "not JSON");
    }

    @Test
    void aNodeThatHoldsTheUserIsToldByItsOwnTopic() {
        try (KafkaTopic other = new KafkaTopic(KAFKA.address(), PREFIX + "news.other");
             KafkaTopic own = new KafkaTopic(KAFKA.address(), PREFIX + "news." + NODE)) {
            Object msgId = send(alice, Map.of("to", "roaming", "type", "text", "content", 1)).get("msg_id");
            await().untilAsserted(() -> assertThat(other.values("roaming")).singleElement().asString().contains("\"msg_id\":\"" + msgId + "\""));
            ConsumerRecord<String, String> signal = other.records().stream().filter(record -> record.value().contains((String) msgId)).findFirst().orElseThrow();
            assertThat(KafkaTopic.header(signal, Headers.NEWS)).isEqualTo("appended");
            assertThat(own.records()).as("who is here is told at once").isEmpty();
        }
    }

    @Test
    void aNodeFindsWhatASignalDidNotTell() {
        HERE.users.add(bob);
        INBOXES.append(List.of(new Message("lost" + tests, "u:x:" + bob, "x", bob, null, "text", "1", 0, 5, 1, null, List.of())));
        await().untilAsserted(() -> assertThat(HERE.newest).containsEntry(bob, new Inboxes.Newest("e1", 1)));
    }

    private static Map<?, ?> send(String from, Map<String, Object> given) {
        Exchange answered = ask(from, Role.USER, given);
        assertThat(answered.getException()).isNull();
        return answered.getMessage().getBody(Map.class);
    }

    private static Exchange ask(String from, Role role, Map<String, Object> given) {
        return flows.ask(EDGE, given, new HashMap<>(Map.of(Headers.PRINCIPAL, Principal.user(from, Set.of(role), "t", Long.MAX_VALUE, 0))));
    }

    private static final class NobodyTold implements ReceiptTargets {
        @Override
        public void show(Collection<Receipt> receipts) {
            // nobody is connected
        }

        @Override
        public void showExpired(Collection<Expired> expired) {
            // nobody is connected
        }
    }

    /** Everybody but {@code nobody} has an account. */
    private static final class Everybody implements Recipients {
        @Override
        public boolean isKnown(String userId) {
            return false;
        }

        @Override
        public void require(String userId) {
            if (userId.equals("nobody")) {
                throw CodedException.notFound("user");
            }
        }
    }

    /** This node, and one other that holds whoever is elsewhere. */
    private static final class Here implements Deliveries, ConnectionRegistry {

        private final List<InboxMessage> told = new CopyOnWriteArrayList<>();
        private final List<String> users = new CopyOnWriteArrayList<>();
        private final Map<String, Inboxes.Newest> newest = new java.util.concurrent.ConcurrentHashMap<>();

        @Override
        public Map<String, Set<String>> otherNodesOf(Collection<String> userIds) {
            return Map.of("other", userIds.stream().filter(ELSEWHERE::contains).collect(Collectors.toSet()));
        }

        @Override
        public void appended(List<InboxMessage> news) {
            told.addAll(news);
        }

        @Override
        public void newest(Map<String, Inboxes.Newest> ends) {
            newest.putAll(ends);
        }

        @Override
        public Collection<String> users() {
            return users;
        }

        @Override
        public Delivery open(String userId, String clientId, DeliveryTarget target) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void confirmed(String userId, String clientId, long inboxSeq) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void opened(LiveConnection connection) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void authenticated(LiveConnection connection) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void closed(LiveConnection connection) {
            throw new UnsupportedOperationException();
        }

        @Override
        public List<ConnectionEntry> page(Owner owner, String after, int limit) {
            return List.of();
        }

        @Override
        public boolean isAlive(String node) {
            return true;
        }
    }
}
