package io.campanile.store.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariDataSource;
import io.campanile.domain.CodedException;
import io.campanile.fixture.RunningDatabase;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.h2.engine.SessionLocal;
import org.h2.jdbc.JdbcConnection;
import org.h2.mvstore.MVStore;
import org.h2.tools.Server;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What was confirmed is in the file, however many confirm at once and whatever ends the process. */
class H2FlushTest {

    private static final int WRITERS = 8;
    private static final String OPTIONS = ";MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE";

    @TempDir
    Path directory;

    @Test
    void whatWasConfirmedOutlivesAKill() throws Exception {
        Process writer = new ProcessBuilder(ProcessHandle.current().info().command().orElseThrow(), "-cp",
                System.getProperty("java.class.path"), Writer.class.getName(), file()).redirectErrorStream(true).start();
        long confirmed = 0;
        try (BufferedReader told = new BufferedReader(new InputStreamReader(writer.getInputStream()))) {
            for (String line = told.readLine(); line != null; line = told.readLine()) {
                if (line.startsWith("confirmed ") && ++confirmed == 500) {
                    writer.toHandle().destroyForcibly();
                }
            }
        }

        try (HikariDataSource after = Database.open(file(), "campanile", "", 2)) {
            assertThat(confirmed).isGreaterThanOrEqualTo(500);
            assertThat(count(after)).isGreaterThanOrEqualTo(confirmed);
        }
    }

    @Test
    void thoseWhoWaitTogetherAreWrittenTogether() throws Exception {
        try (HikariDataSource database = Database.open(file(), "campanile", "", WRITERS)) {
            MVStore store = store(database);
            store.setAutoCommitDelay(-1);
            store.commit();
            Sql sql = new Sql(database);
            List<Thread> writers = IntStream.range(0, WRITERS).mapToObj(row -> new Thread(() -> insert(sql, row))).toList();
            long before = store.getCurrentVersion();

            // While nothing can be written, all commit, and wait
            store.executeFilestoreOperation(() -> {
                writers.forEach(Thread::start);
                await().until(() -> count(database) == WRITERS
                        && writers.stream().allMatch(writer -> writer.getState() == Thread.State.WAITING));
            });
            for (Thread writer : writers) {
                writer.join();
            }

            // The first to come had asked for itself alone
            assertThat(store.getCurrentVersion() - before).isBetween(1L, 2L);
            assertThat(store.hasUnsavedChanges()).isFalse();
        }
    }

    @Test
    void whoIsInNoHurryWaitsForNobodyForLong() throws Exception {
        try (HikariDataSource database = Database.open(file(), "campanile", "", 2)) {
            store(database).setAutoCommitDelay(-1);
            new Sql(database).unhurried(handle -> handle.execute("INSERT INTO shared_secret (name, secret, created_at) VALUES ('a', 's', 0)"));
            assertThat(store(database).hasUnsavedChanges()).isFalse();
        }
    }

    @Test
    void aNodeThatComesOverTcpWaitsForTheSame() throws Exception {
        try (HikariDataSource here = Database.open(file(), "campanile", "", 2)) {
            store(here).setAutoCommitDelay(-1);
            Server server = Server.createTcpServer("-tcpPort", "0", "-tcpDaemon", "-baseDir", directory.toString()).start();
            try (HikariDataSource there = Database.open("jdbc:h2:tcp://127.0.0.1:" + server.getPort() + "/flush" + OPTIONS, "campanile", "", 2)) {
                insert(new Sql(there), 1);

                assertThat(store(here).hasUnsavedChanges()).isFalse();
            } finally {
                server.stop();
            }
        }
    }

    @Test
    void aDatabaseInMemoryHasNoFileAndNoLog() throws Exception {
        try (RunningDatabase server = RunningDatabase.start(); HikariDataSource there = Database.open(server.url("flush"), "campanile", "", 2)) {
            insert(new Sql(there), 1);

            assertThat(count(there)).isEqualTo(1);
        }
    }

    @Test
    void nothingIsConfirmedByADatabaseThatIsClosed() throws Exception {
        try (HikariDataSource database = Database.open(file(), "campanile", "", 2)) {
            MVStore store = store(database);
            assertThatThrownBy(() -> new Sql(database).run(handle -> {
                int rows = handle.execute("INSERT INTO shared_secret (name, secret, created_at) VALUES ('a', 's', 0)");
                store.closeImmediately();
                return rows;
            })).isInstanceOf(CodedException.class).hasMessageContaining("try again");
        }
    }

    private String file() {
        return "jdbc:h2:file:" + directory.resolve("flush") + OPTIONS;
    }

    private static MVStore store(HikariDataSource database) throws Exception {
        try (Connection connection = database.getConnection()) {
            return ((SessionLocal) connection.unwrap(JdbcConnection.class).getSession()).getDatabase().getStore().getMvStore();
        }
    }

    private static void insert(Sql sql, int row) {
        sql.run(handle -> handle.execute("INSERT INTO shared_secret (name, secret, created_at) VALUES (?, 's', 0)", "row-" + row));
    }

    private static long count(HikariDataSource database) {
        return new Sql(database).read(handle -> handle.createQuery("SELECT COUNT(*) FROM shared_secret").mapTo(Long.class).one());
    }

    /** Confirms what it has inserted, by several threads, until it is killed. */
    static final class Writer {

        public static void main(String... arguments) throws Exception {
            HikariDataSource database = Database.open(arguments[0], "campanile", "", WRITERS);
            store(database).setAutoCommitDelay(-1);
            Sql sql = new Sql(database);
            CompletableFuture.anyOf(IntStream.range(0, WRITERS).mapToObj(writer -> CompletableFuture.runAsync(() -> {
                for (int row = writer * 1_000_000; ; row++) {
                    insert(sql, row);
                    System.out.println("confirmed " + row);
                }
            }, Executors.newCachedThreadPool())).toArray(CompletableFuture[]::new)).whenComplete((none, failed) -> {
                failed.printStackTrace();
                System.exit(1);
            }).join();
        }
    }
}
