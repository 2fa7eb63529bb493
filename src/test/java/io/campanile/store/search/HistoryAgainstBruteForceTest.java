package io.campanile.store.search;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.TextNode;
import com.zaxxer.hikari.HikariDataSource;
import io.campanile.domain.message.MessageHistory;
import io.campanile.domain.message.MessageHistory.Query;
import io.campanile.domain.message.NumberedMessage;
import io.campanile.domain.message.SearchedHistory;
import io.campanile.flow.message.SearchFeed;
import io.campanile.store.sql.Database;
import io.campanile.store.sql.SqlMessageHistory;
import io.campanile.store.sql.SqlStoredMessages;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Any page of the history, and any page of what a search finds in it, is what reading the whole table gives; how long it takes is
 * in the log. As shipped: H2 in a file, and an index that follows it. How to do that with a million: benchmarks.md.
 */
class HistoryAgainstBruteForceTest {

    private static final Logger LOG = LoggerFactory.getLogger(HistoryAgainstBruteForceTest.class);
    private static final int MESSAGES = Integer.getInteger("search.messages", 10_000);
    private static final int PAGES = MESSAGES < 100_000 ? 200 : 1_000;
    /** Reading all of them for each takes its time. */
    private static final int SEARCHES = MESSAGES < 100_000 ? 200 : 300;
    private static final int PAGE = 50;
    /** Nodes' clocks differ. ms */
    private static final int DISORDER = 20_000;
    /** Half of the messages are in one conversation, where they are said as fast as a node takes them. */
    private static final List<String> CONVERSATIONS = List.of("r:large", "u:a:b", "u:a:c", "r:small");
    private static final String OPTIONS = ";MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;DEFAULT_NULL_ORDERING=HIGH;WRITE_DELAY=0;QUERY_CACHE_SIZE=256";

    private record Said(long seq, long timestamp, String folded) {
    }

    @TempDir
    static Path directory;
    private static final SpokenText SPOKEN = new SpokenText(11);
    private static final Random RANDOM = new Random(11);
    private static final List<List<Said>> SAID = CONVERSATIONS.stream().<List<Said>>map(conversation -> new ArrayList<>()).toList();
    private static HikariDataSource database;
    private static LuceneSearch search;
    private static MessageHistory history;

    @BeforeAll
    static void fill() throws SQLException {
        database = Database.open("jdbc:h2:file:" + directory.resolve("campanile") + OPTIONS, "campanile", "", 4);
        insert();
        search = new LuceneSearch(directory.resolve("search"), Clock.systemUTC());
        SqlStoredMessages stored = new SqlStoredMessages(database);
        SearchFeed feed = new SearchFeed(stored, search, Clock.systemUTC());
        long begun = System.nanoTime();
        feed.follow();
        LOG.info("{} messages are in the index after {} ms", MESSAGES, (System.nanoTime() - begun) / 1_000_000);
        history = new SearchedHistory(new SqlMessageHistory(database), search, stored, feed::catchUp);
    }

    @AfterAll
    static void close() {
        search.close();
        database.close();
    }

    @Test
    void aPageOfTheHistory() {
        compare("pages of the history", PAGES, () -> query(null));
    }

    @Test
    void aSearchForTwoCharacters() {
        compare("searches for two characters", SEARCHES, () -> {
            Said said = any(RANDOM.nextInt(CONVERSATIONS.size()));
            String pair = SPOKEN.pair(said.folded());
            return query(pair.isBlank() ? "告警" : pair);
        });
    }

    private static void compare(String what, int times, Supplier<Query> queries) {
        long[] nanos = new long[times];
        for (int i = -times / 4; i < times; i++) {
            Query query = queries.get();
            long begun = System.nanoTime();
            List<NumberedMessage> found = history.page(query);
            nanos[Math.max(0, i)] = System.nanoTime() - begun;
            assertThat(found).extracting(NumberedMessage::seq).as(query.toString()).isEqualTo(read(query));
        }
        Arrays.sort(nanos);
        LOG.info("{} {} among {} messages: p50 {} µs, p99 {} µs, at most {} µs", times, what, MESSAGES, nanos[times / 2] / 1_000,
                nanos[times * 99 / 100] / 1_000, nanos[times - 1] / 1_000);
    }

    /** The newest, those before or after a number, those of a time, or of both. */
    private static Query query(String text) {
        int conversation = RANDOM.nextInt(CONVERSATIONS.size());
        long before = RANDOM.nextBoolean() ? Long.MAX_VALUE : any(conversation).seq();
        long after = RANDOM.nextInt(3) == 0 ? Query.ABOVE_NONE + RANDOM.nextInt((int) Math.min(before, SAID.get(conversation).size())) : 0;
        long from = RANDOM.nextInt(3) == 0 ? any(conversation).timestamp() : 0;
        long to = RANDOM.nextInt(3) == 0 ? any(conversation).timestamp() : Long.MAX_VALUE;
        return new Query(CONVERSATIONS.get(conversation), before, after, from, to, text, PAGE);
    }

    private static Said any(int conversation) {
        List<Said> said = SAID.get(conversation);
        return said.get(RANDOM.nextInt(said.size()));
    }

    private static List<Long> read(Query query) {
        List<Said> said = SAID.get(CONVERSATIONS.indexOf(query.conversationId()));
        String sought = query.text() == null ? "" : Folding.fold(query.text());
        List<Long> found = new ArrayList<>();
        for (int i = 0; i < said.size() && found.size() < query.limit(); i++) {
            Said one = said.get(query.isUpwards() ? i : said.size() - 1 - i);
            if (one.seq() < query.before() && one.seq() > query.after() && one.timestamp() >= query.from() && one.timestamp() <= query.to()
                    && one.folded().contains(sought)) {
                found.add(query.isUpwards() ? 0 : found.size(), one.seq());
            }
        }
        return found;
    }

    private static void insert() throws SQLException {
        try (Connection connection = database.getConnection()) {
            connection.setAutoCommit(false);
            try (PreparedStatement statement = connection.prepareStatement("INSERT INTO message (conversation_number, seq, msg_id, sender_id, type, content, "
                    + "loss_time, weight, ts) VALUES (?, ?, ?, 'a', 'text', ?, 0, 5, ?)")) {
                for (int i = 0; i < MESSAGES; i++) {
                    int conversation = i % 2 == 0 ? 0 : SPOKEN.below(CONVERSATIONS.size());
                    String text = SPOKEN.sentence();
                    long timestamp = conversation == 0 ? i / 5 + SPOKEN.below(3) : 1_000L * i + SPOKEN.below(DISORDER);
                    Said said = new Said(SAID.get(conversation).size() + 1, timestamp, Folding.fold(text));
                    SAID.get(conversation).add(said);
                    statement.setLong(1, conversation);
                    statement.setLong(2, said.seq());
                    statement.setString(3, "m-" + Integer.toHexString(i * 0x9E3779B1) + "-" + i);
                    statement.setString(4, TextNode.valueOf(text).toString());
                    statement.setLong(5, said.timestamp());
                    statement.addBatch();
                    if (i % 1_000 == 999 || i == MESSAGES - 1) {
                        statement.executeBatch();
                        connection.commit();
                    }
                }
            }
            try (PreparedStatement statement = connection.prepareStatement("INSERT INTO conversation (conversation_id, last_seq, last_at, disorder, number) "
                    + "VALUES (?, ?, ?, ?, ?)")) {
                for (int i = 0; i < CONVERSATIONS.size(); i++) {
                    statement.setString(1, CONVERSATIONS.get(i));
                    statement.setLong(2, SAID.get(i).size());
                    statement.setLong(3, 1_000L * MESSAGES);
                    statement.setLong(4, i == 0 ? 3 : DISORDER);
                    statement.setLong(5, i);
                    statement.executeUpdate();
                }
            }
            connection.commit();
        }
    }
}
