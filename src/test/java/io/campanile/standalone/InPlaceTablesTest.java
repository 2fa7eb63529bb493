package io.campanile.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.h2.engine.SessionLocal;
import org.h2.index.Index;
import org.h2.jdbc.JdbcConnection;
import org.h2.jdbc.JdbcSQLIntegrityConstraintViolationException;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.db.MVIndex;
import org.h2.mvstore.db.MVTable;
import org.h2.table.Table;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A row that changes stays where it is, and whatever changes of it is found by every index. */
class InPlaceTablesTest {

    private static final String NAMES = "SELECT name FROM door ORDER BY name";

    @TempDir
    Path directory;
    private Connection connection;
    private Statement statement;

    @BeforeEach
    void open() throws SQLException {
        open(";DEFAULT_TABLE_ENGINE=" + InPlaceTables.class.getName());
        statement.execute("CREATE TABLE door (id INT NOT NULL, name VARCHAR(20) NOT NULL, rings INT NOT NULL)");
        statement.execute("CREATE UNIQUE INDEX door_id ON door (id)");
        statement.execute("CREATE INDEX door_name ON door (name)");
        statement.execute("INSERT INTO door VALUES (1, 'front', 0), (2, 'garden', 0), (3, 'garage', 0)");
    }

    private void open(String options) throws SQLException {
        connection = DriverManager.getConnection("jdbc:h2:file:" + directory.resolve("doors") + ";WRITE_DELAY=0" + options);
        statement = connection.createStatement();
    }

    @AfterEach
    void close() throws SQLException {
        connection.close();
    }

    @Test
    void anIndexThatAChangeIsNotAboutIsNotTouched() throws SQLException {
        SessionLocal session = (SessionLocal) connection.unwrap(JdbcConnection.class).getSession();
        Table door = session.getDatabase().getMainSchema().findTableOrView(session, "DOOR");
        session.getDatabase().getStore().getMvStore().setAutoCommitDelay(-1);

        statement.execute("UPDATE door SET rings = rings + 1 WHERE id = 2");

        assertThat(door.getIndexes()).filteredOn(index -> !map(index).getRootPage().isSaved()).extracting(Index::getName)
                .as("has to be written").singleElement().asString().startsWith("DOOR_DATA");
    }

    private static MVMap<?, ?> map(Index index) {
        return ((MVIndex<?, ?>) index).getMVMap();
    }

    @Test
    void aRowIsFoundByWhatItIsNow() throws SQLException {
        statement.execute("UPDATE door SET id = 7, name = 'cellar' WHERE id = 2");

        assertThat(names("SELECT name FROM door WHERE id = 7")).containsExactly("cellar");
        assertThat(names("SELECT name FROM door WHERE name = 'cellar'")).containsExactly("cellar");
        assertThat(names("SELECT name FROM door WHERE id = 2 OR name = 'garden'")).isEmpty();
        assertThat(names(NAMES)).containsExactly("cellar", "front", "garage");
    }

    @Test
    void severalRowsMayTakeEachOthersKeys() throws SQLException {
        statement.execute("UPDATE door SET id = id + 1");
        assertThat(names("SELECT name FROM door WHERE id = 3")).containsExactly("garden");
    }

    @Test
    void aKeyThatAnotherRowHasIsRefusedAndNothingChanges() throws SQLException {
        assertThatThrownBy(() -> statement.execute("UPDATE door SET name = 'cellar', id = 1 WHERE id = 2"))
                .isInstanceOf(JdbcSQLIntegrityConstraintViolationException.class);

        assertThat(names(NAMES)).containsExactly("front", "garage", "garden");
        assertThat(names("SELECT name FROM door WHERE id = 2")).containsExactly("garden");
    }

    @Test
    void whatIsRolledBackIsAsItWas() throws SQLException {
        connection.setAutoCommit(false);
        statement.execute("UPDATE door SET rings = 1, name = 'cellar' WHERE id = 2");
        connection.rollback();

        assertThat(names("SELECT name FROM door WHERE name = 'garden' AND rings = 0")).containsExactly("garden");
        assertThat(names("SELECT name FROM door WHERE name = 'cellar'")).isEmpty();
    }

    @Test
    void theFileIsOpenedWithoutThemAsWell() throws SQLException {
        statement.execute("UPDATE door SET name = 'cellar' WHERE id = 2");
        connection.close();

        open("");

        assertThat(names("SELECT name FROM door WHERE name = 'cellar'")).containsExactly("cellar");
    }

    @Test
    void whatIsKeptApartFromItsRowsIsLeftToTheDatabase() throws SQLException {
        statement.execute("CREATE TABLE report (id INT PRIMARY KEY, body CLOB)");
        SessionLocal session = (SessionLocal) connection.unwrap(JdbcConnection.class).getSession();
        assertThat(session.getDatabase().getMainSchema().findTableOrView(session, "REPORT").getClass()).isEqualTo(MVTable.class);
    }

    private List<String> names(String query) throws SQLException {
        List<String> names = new ArrayList<>();
        try (ResultSet rows = statement.executeQuery(query)) {
            while (rows.next()) {
                names.add(rows.getString(1));
            }
        }
        return names;
    }
}
