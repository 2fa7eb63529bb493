package io.campanile.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.campanile.store.sql.redo.RedoLog;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.h2.engine.SessionLocal;
import org.h2.jdbc.JdbcConnection;
import org.h2.mvstore.FileStore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A node that changes the same rows again and again does not fill the disk, and who changes them does not wait for it. */
class SqlCompactionTest {

    private static final int ROWS = 5_000;
    private static final int CHANGES = 3_000;
    /** Of 200 kB each: from 14 MB on, H2 writes when somebody commits. */
    private static final int LARGE_ROWS = 90;
    private static final long PATIENCE_SECONDS = 20;

    @TempDir
    Path directory;

    @Test
    void theFileStaysAsLargeAsItsContentAsksFor() throws Exception {
        try (Connection connection = DriverManager.getConnection("jdbc:h2:file:" + directory.resolve("campanile") + ";WRITE_DELAY=0");
             Statement statement = connection.createStatement();
             SqlCompaction compaction = SqlCompaction.of(connection, RedoLog.open(connection, directory.resolve("redo")), () -> { })) {
            statement.execute("SET RETENTION_TIME 0");
            statement.execute("CREATE TABLE counter (id INT PRIMARY KEY, count INT NOT NULL, note VARCHAR NOT NULL)");
            statement.execute("INSERT INTO counter SELECT n.x, 0, REPEAT('n', 100) FROM SYSTEM_RANGE(1, " + ROWS + ") n (x)");
            long begun = size();

            change(connection, compaction, false);
            long grown = size() - begun;
            change(connection, compaction, true);

            assertThat(grown).as("what would go on for ever").isGreaterThan(5 * begun);
            assertThat(size() - begun - grown).as("growth with the compaction").isLessThan(grown / 4);
        }
    }

    @Test
    void whoCommitsDoesNotWriteTheFile() throws Exception {
        try (Connection connection = DriverManager.getConnection("jdbc:h2:file:" + directory.resolve("campanile"));
             Statement statement = connection.createStatement();
             SqlCompaction compaction = SqlCompaction.of(connection, RedoLog.open(connection, directory.resolve("redo")), () -> { })) {
            statement.execute("CREATE TABLE large (id INT PRIMARY KEY, text VARCHAR NOT NULL)");
            CountDownLatch held = new CountDownLatch(1);
            CountDownLatch done = new CountDownLatch(1);
            FileStore<?> file = ((SessionLocal) connection.unwrap(JdbcConnection.class).getSession()).getDatabase().getStore().getMvStore().getFileStore();
            compaction.start();
            CompletableFuture<Void> nobodyElseWrites = CompletableFuture.runAsync(() -> file.executeFileStoreOperation(() -> {
                held.countDown();
                assertThatCode(done::await).doesNotThrowAnyException();
            }));
            held.await();
            try {
                CompletableFuture.runAsync(() -> assertThatCode(() -> statement.execute(
                                "INSERT INTO large SELECT n.x, REPEAT('n', 100000) FROM SYSTEM_RANGE(1, " + LARGE_ROWS + ") n (x)")).doesNotThrowAnyException())
                        .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            } finally {
                done.countDown();
            }
            nobodyElseWrites.get();
        }
    }

    private static void change(Connection connection, SqlCompaction compaction, boolean compact) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement("UPDATE counter SET count = count + 1 WHERE id = ?")) {
            for (int i = 0; i < CHANGES; i++) {
                update.setInt(1, 1 + i * 37 % ROWS);
                update.execute();
                if (compact && i % 50 == 0) {
                    compaction.run();
                }
            }
        }
    }

    private long size() throws Exception {
        return Files.size(directory.resolve("campanile.mv.db"));
    }
}
