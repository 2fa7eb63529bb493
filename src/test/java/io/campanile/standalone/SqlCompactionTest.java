package io.campanile.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import io.campanile.store.sql.redo.RedoLog;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A node that changes the same rows again and again does not fill the disk. */
class SqlCompactionTest {

    private static final int ROWS = 5_000;
    private static final int CHANGES = 3_000;

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
