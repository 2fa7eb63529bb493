package io.campanile.ops.guard;

import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What would lose, repeat or hold up records of Kafka (FIELD-NOTES, camel-kafka). */
final class KafkaRelations {

    /** A lone record may wait so long for others to make a batch, ms. */
    private static final long LONGEST_WAIT = 1_000;
    /** So long somebody waits for an answer, ms. */
    private static final long LONGEST_PATIENCE = 30_000;
    private static final int LARGEST_BATCH = 10_000;
    private static final int MOST_CONSUMERS = 32;
    private static final Pattern TOPIC_NAME = Pattern.compile("[a-zA-Z0-9._-]{1,249}");
    private static final String NODE = "{{node.id}}";

    private static final Relation TOPIC = new Relation("uri", o -> !TOPIC_NAME.matcher(o.endpoint().path()).matches() && !o.endpoint().path().contains("{{"),
            "Kafka knows no such name of a topic: letters, digits, '.', '_' and '-', at most 249");

    static final List<Relation> TAKING = List.of(
            TOPIC,
            new Relation("groupId", o -> o.text("groupId").isEmpty(),
                    "groupId is missing: Camel would make one at each start, and the topic would be read from its beginning"),
            new Relation("groupId", o -> !o.text("groupId").isEmpty() && !o.text("groupId").startsWith(o.flow().name()),
                    "groupId does not begin with the flow's name: under a name that is new to Kafka the whole topic would be done again"),
            new Relation("groupInstanceId", o -> o.text("groupInstanceId").isEmpty(),
                    "groupInstanceId is missing: at each edit the group would stand still until it has sorted itself out; write <flow>-" + NODE),
            new Relation("groupInstanceId", o -> o.isGiven("groupInstanceId") && !o.written("groupInstanceId").contains(NODE),
                    "groupInstanceId does not contain " + NODE + ": two nodes would throw each other out of the group, again and again"),
            new Relation("consumersCount", o -> o.number("consumersCount", 1) < 1 || o.number("consumersCount", 1) > MOST_CONSUMERS,
                    "consumersCount is not within 1 to " + MOST_CONSUMERS + ": each is a thread of its own, and one without a partition does nothing"),
            new Relation("autoCommitEnable", o -> o.isOn("batching") && o.isOn("autoCommitEnable"),
                    "autoCommitEnable with batching commits records that still wait for their batch: a crash would lose them; leave it false, and commit in a step"),
            new Relation("allowManualCommit", o -> !o.isOn("autoCommitEnable") && !o.isOn("allowManualCommit"),
                    "neither autoCommitEnable nor allowManualCommit is on: nothing would ever be committed, and a restart would do everything again"),
            new Relation("batching", o -> !o.isOn("autoCommitEnable") && o.isOn("allowManualCommit") && commit(o.route()) == null,
                    "no step commits: a restart would do everything again; end with the bean kafkaBatch, method commit"),
            new Relation("batching", o -> !o.isOn("batching") && commit(o.route()) != null && commit(o.route()).at("ref").text().equals("kafkaBatch"),
                    "batching is off, and kafkaBatch commits batches: every record would fail there; write batching: true"),
            new Relation("pollTimeoutMs", o -> o.isOn("batching") && o.number("pollTimeoutMs", 0) > LONGEST_WAIT,
                    "pollTimeoutMs is more than " + LONGEST_WAIT + ": a lone record would wait that long for its batch; write a few ms"),
            new Relation("batchingIntervalMs", o -> o.isOn("batching") && o.number("batchingIntervalMs", 0) > LONGEST_WAIT,
                    "batchingIntervalMs is more than " + LONGEST_WAIT + ": a part of a batch would wait that long for the rest; leave it out"),
            new Relation("maxPollRecords", o -> o.number("maxPollRecords", 1) < 1 || o.number("maxPollRecords", 1) > LARGEST_BATCH,
                    "maxPollRecords is not within 1 to " + LARGEST_BATCH + ": that many are in memory, and in one transaction"),
            new Relation("breakOnFirstError", o -> !o.isOn("breakOnFirstError"),
                    "breakOnFirstError is off: a record whose dead letter cannot be kept would be passed over, and lost"),
            new Relation("autoOffsetReset", o -> o.text("autoOffsetReset").equals("latest"),
                    "autoOffsetReset is latest: what was written before the group first came would never be read; write earliest"),
            new Relation("seekTo", o -> o.isGiven("seekTo"),
                    "seekTo moves at each start and each edit: records would be skipped, or all be done again"),
            new Relation("heartbeatIntervalMs", o -> o.number("heartbeatIntervalMs", 0) * 3 > o.number("sessionTimeoutMs", Long.MAX_VALUE),
                    "heartbeatIntervalMs is more than a third of sessionTimeoutMs: one late heartbeat would cost the node its partitions"),
            new Relation("sessionTimeoutMs", o -> o.number("sessionTimeoutMs", 0) > o.number("maxPollIntervalMs", Long.MAX_VALUE),
                    "sessionTimeoutMs is more than maxPollIntervalMs: a node that died would keep its partitions longer than one that is only slow"));

    static final List<Relation> SENDING = List.of(
            TOPIC,
            new Relation("deliveryTimeoutMs", o -> o.number("deliveryTimeoutMs", Long.MAX_VALUE) < o.number("requestTimeoutMs", 0) + o.number("lingerMs", 0),
                    "deliveryTimeoutMs is less than requestTimeoutMs and lingerMs together: Kafka's client refuses to start, and the flow would be down"),
            new Relation("requestRequiredAcks", o -> !Set.of("all", "-1").contains(o.text("requestRequiredAcks")),
                    "requestRequiredAcks is not all: what was accepted could be lost with one broker"),
            new Relation("enableIdempotence", o -> !o.isOn("enableIdempotence"),
                    "enableIdempotence is off: when Kafka is slow, records would come twice and in another order"),
            new Relation("deliveryTimeoutMs", o -> isAwaited(o) && o.number("deliveryTimeoutMs", 0) + o.number("maxBlockMs", 0) > LONGEST_PATIENCE,
                    "deliveryTimeoutMs and maxBlockMs together are more than " + LONGEST_PATIENCE + ": whoever waits for the answer has gone long before"));

    private KafkaRelations() {
    }

    /** Whether somebody waits for what becomes of it, and not for ever. */
    private static boolean isAwaited(Options options) {
        return options.route().at("errorHandler", "noErrorHandler").isPresent() && options.route().at("from", "uri").text().startsWith("direct:")
                && Stream.of("deliveryTimeoutMs", "maxBlockMs", "requestTimeoutMs").anyMatch(options::isGiven);
    }

    /** The step that commits; null when there is none. */
    static YamlNode commit(YamlNode route) {
        AtomicReference<YamlNode> found = new AtomicReference<>();
        route.walk(node -> {
            if ("bean".equals(node.name()) && node.at("method").text().startsWith("commit")) {
                found.set(node);
            }
        });
        return found.get();
    }
}
