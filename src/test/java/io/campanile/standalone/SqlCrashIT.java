package io.campanile.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import io.campanile.domain.message.ConversationId;
import io.campanile.domain.message.HighWaterMark;
import io.campanile.domain.message.InboxMessage;
import io.campanile.domain.message.Inboxes.Confirmation;
import io.campanile.domain.message.Inboxes.Page;
import io.campanile.domain.message.Message;
import io.campanile.domain.message.MessageIds;
import io.campanile.store.sql.Database;
import io.campanile.store.sql.InboxEpochs;
import io.campanile.store.sql.SqlCensus;
import io.campanile.store.sql.SqlInboxes;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.h2.engine.SessionLocal;
import org.h2.jdbc.JdbcConnection;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Messages that were told of are in their inboxes, under their numbers, and nothing is between them, however often the process is killed, or ends
 * because the database has closed itself.
 */
@Tag("faults")
class SqlCrashIT {

    private static final int KILLS = 4;
    private static final int USERS = 20;
    private static final int APPENDERS = 3;
    private static final int CONFIRMERS = 2;
    private static final int LARGEST_BATCH = 60;
    private static final int EVERYBODY = 1_000;
    private static final int CLOSES = 6;
    /** Messages that were told of. */
    private static final int UNTIL_IT_CLOSES = 5_000;
    private static final HighWaterMark NONE = new HighWaterMark() {
        @Override
        public long get() {
            return 0;
        }

        @Override
        public void set(long mark) {
            // Not what this is about
        }
    };

    private final Random random = new Random(7);
    /** By user, what number each message was told under. */
    private final Map<String, TreeMap<Long, String>> told = new HashMap<>();
    private final Map<String, Long> confirmed = new HashMap<>();

    @TempDir
    Path directory;

    @Test
    void whatWasToldIsThereAfterEachKill() throws Exception {
        for (int kill = 1; kill <= KILLS; kill++) {
            int lines = 5_000 + random.nextInt(20_000);
            assertThat(write(lines, Integer.MAX_VALUE)).as("lines").isGreaterThanOrEqualTo(lines);
            expectWhatWasTold();
        }
    }

    @Test
    void whatWasToldIsThereAfterTheDatabaseHasClosedItself() throws Exception {
        for (int close = 1; close <= CLOSES; close++) {
            assertThat(write(Integer.MAX_VALUE, UNTIL_IT_CLOSES)).as("lines").isPositive();
            expectWhatWasTold();
        }
    }

    private void expectWhatWasTold() throws Exception {
        try (Opened after = new Opened(directory)) {
            told.forEach(after::expect);
            confirmed.forEach((user, number) -> assertThat(after.inboxes.resume(user, "phone").confirmed()).as("of " + user).isGreaterThanOrEqualTo(number));
            assertThat(after.census.count(null, EVERYBODY).imbalances()).isEmpty();
            after.expectNone("SELECT c.conversation_id FROM conversation c WHERE c.last_seq <> (SELECT COUNT(*) FROM message m "
                    + "WHERE m.conversation_number = c.number) OR c.last_seq <> (SELECT MAX(m.seq) FROM message m WHERE m.conversation_number = c.number)");
            after.expectNone("SELECT m.msg_id FROM message m WHERE NOT EXISTS (SELECT 1 FROM message n WHERE n.msg_id = m.msg_id AND n.position = m.position)");
        }
    }

    /** Until it is killed, or ends. @return how many lines it has told */
    private int write(int lines, int messages) throws Exception {
        Process writer = new ProcessBuilder(ProcessHandle.current().info().command().orElseThrow(), "-Xmx256m", "-cp",
                System.getProperty("java.class.path"), Writer.class.getName(), directory.toString(), String.valueOf(messages)).redirectErrorStream(true).start();
        int read = 0;
        try (BufferedReader output = new BufferedReader(new InputStreamReader(writer.getInputStream()))) {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                String[] words = line.split(" ");
                if (line.startsWith("appended ") && line.endsWith(" .")) {
                    assertThat(told.computeIfAbsent(words[1], user -> new TreeMap<>()).putIfAbsent(Long.valueOf(words[2]), words[3]))
                            .as("number %s of %s, told before", words[2], words[1]).isNull();
                } else if (line.startsWith("confirmed ") && line.endsWith(" .")) {
                    confirmed.merge(words[1], Long.valueOf(words[2]), Math::max);
                }
                if (++read == lines) {
                    writer.toHandle().destroyForcibly();
                }
            }
        }
        return read;
    }

    private static final class Opened implements AutoCloseable {

        final SqlPart part;
        final HikariDataSource database;
        final SqlInboxes inboxes;
        final SqlCensus census;

        Opened(Path directory) throws Exception {
            part = new SqlPart(directory, 0, "campanile", "", () -> Runtime.getRuntime().halt(1));
            database = Database.open(part.start(), "campanile", "", APPENDERS + CONFIRMERS + 1);
            InboxEpochs epochs = new InboxEpochs(database, NONE, Clock.systemUTC());
            epochs.guard();
            inboxes = new SqlInboxes(epochs, Duration.ofSeconds(10), EVERYBODY, Clock.systemUTC());
            census = new SqlCensus(database, Clock.systemUTC());
        }

        /** All that was told, and from the first number to the last nothing is missing. */
        void expect(String user, TreeMap<Long, String> messages) {
            Map<Long, String> kept = new TreeMap<>();
            Page page;
            long after = 0;
            do {
                page = inboxes.read(user, after, EVERYBODY);
                page.messages().forEach(message -> kept.put(message.inboxSeq(), message.message().msgId()));
                after = page.next();
            } while (page.hasMore());
            assertThat(kept).as("the inbox of " + user).containsAllEntriesOf(messages);
            assertThat(kept.keySet()).containsExactlyElementsOf(LongStream.rangeClosed(1, kept.size()).boxed().toList());
        }

        void expectNone(String query) throws Exception {
            try (Connection connection = database.getConnection(); ResultSet rows = connection.createStatement().executeQuery(query)) {
                assertThat(rows.next()).as(query).isFalse();
            }
        }

        @Override
        public void close() throws Exception {
            database.close();
            part.stop();
        }
    }

    /** Appends and confirms by several threads, and tells what is done, until it is killed. */
    static final class Writer {

        private final Opened opened;
        private final Map<String, InboxMessage> newest = new ConcurrentHashMap<>();
        private final LongAdder appended = new LongAdder();

        private Writer(Path directory) throws Exception {
            opened = new Opened(directory);
        }

        public static void main(String... arguments) throws Exception {
            Writer writer = new Writer(Path.of(arguments[0]));
            IntStream.range(0, APPENDERS).forEach(number -> new Thread(writer::append).start());
            IntStream.range(0, CONFIRMERS).forEach(own -> new Thread(() -> writer.confirm(own)).start());
            new Thread(() -> writer.flush(Integer.parseInt(arguments[1]))).start();
        }

        private void append() {
            Random random = new Random();
            while (true) {
                List<Message> batch = random.ints(1 + random.nextInt(LARGEST_BATCH), 0, USERS)
                        .mapToObj(from -> message("user-" + from, "user-" + random.nextInt(USERS))).toList();
                List<InboxMessage> done = attempt(() -> opened.inboxes.append(batch));
                StringBuilder lines = new StringBuilder();
                for (InboxMessage message : done) {
                    lines.append("appended ").append(message.userId()).append(' ').append(message.inboxSeq()).append(' ')
                            .append(message.message().msgId()).append(" .\n");
                    newest.merge(message.userId(), message, (one, other) -> one.inboxSeq() > other.inboxSeq() ? one : other);
                }
                System.out.print(lines);
                appended.add(done.size());
            }
        }

        /** Nearly always, so that a kill finds the file in the middle of it; after so many messages the database closes itself, as when the disk is full. */
        private void flush(int messages) {
            try (Connection connection = opened.database.getConnection()) {
                while (appended.sum() < messages) {
                    connection.createStatement().execute("CALL campanile_flush()");
                }
                ((SessionLocal) connection.unwrap(JdbcConnection.class).getSession()).getDatabase().getStore().getMvStore().closeImmediately();
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        }

        /** Whoever was not told what has become of it goes on with something else. */
        private static <T> List<T> attempt(Supplier<List<T>> work) {
            try {
                return work.get();
            } catch (RuntimeException e) {
                return List.of();
            }
        }

        private static Message message(String from, String to) {
            String name = UUID.randomUUID().toString();
            return new Message(MessageIds.of(from, name), ConversationId.ofPair(from, to), from, to, null, "text", "\"" + name.repeat(3) + "\"",
                    0, Message.DEFAULT_WEIGHT, System.currentTimeMillis(), name, List.of());
        }

        private void confirm(int own) {
            while (true) {
                List<Confirmation> confirmations = newest.entrySet().stream().filter(entry -> Math.floorMod(entry.getKey().hashCode(), CONFIRMERS) == own)
                        .map(entry -> new Confirmation(entry.getKey(), "phone", entry.getValue().epoch(), entry.getValue().inboxSeq(), "node-1",
                                System.currentTimeMillis())).toList();
                attempt(() -> {
                    opened.inboxes.confirm(confirmations);
                    return confirmations;
                }).forEach(one -> System.out.print("confirmed " + one.userId() + " " + one.inboxSeq() + " .\n"));
            }
        }
    }
}
