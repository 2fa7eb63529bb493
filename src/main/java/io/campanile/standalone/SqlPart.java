package io.campanile.standalone;

import io.campanile.store.sql.redo.RedoLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.h2.tools.Server;

/**
 * H2, in PostgreSQL's dialect. This node opens the file itself, which is faster; a second node comes through the
 * TCP server. Not thread-safe.
 */
final class SqlPart implements Part {

    /**
     * H2 keeps 8 statements a connection by default, and would read ours anew again and again. A statement may give its last
     * result again while its tables seem unchanged; read while a change was being committed, that stays older than what others
     * have read already, so it is off.
     */
    private static final String OPTIONS = ";MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;DEFAULT_NULL_ORDERING=HIGH"
            + ";DB_CLOSE_ON_EXIT=FALSE;QUERY_CACHE_SIZE=256;OPTIMIZE_REUSE_RESULTS=0;DEFAULT_TABLE_ENGINE=" + InPlaceTables.class.getName();

    private final Path directory;
    private final int port;
    private final String username;
    private final String password;
    private final Runnable lost;
    private Connection keeper;
    private RedoLog log;
    private SqlCompaction compaction;
    private Server server;
    private String remoteUrl;

    /**
     * @param port 0 takes a free one
     * @param lost what is done when the database has closed itself, as H2 does when it cannot write its file, or memory runs out: it is
     *             opened with all that was told at the next start only
     */
    SqlPart(Path directory, int port, String username, String password, Runnable lost) {
        this.directory = directory;
        this.port = port;
        this.username = username;
        this.password = password;
        this.lost = lost;
    }

    @Override
    public String name() {
        return "H2";
    }

    @Override
    public String setting() {
        return "jdbc.url";
    }

    @Override
    public String reached() {
        return remoteUrl;
    }

    @Override
    public String start() throws Exception {
        // Else H2 binds to every address and only then turns strangers away
        System.setProperty("h2.bindAddress", "127.0.0.1");
        Files.createDirectories(directory);
        int claimed = Ports.claim("jdbc.port", port);
        String url = "jdbc:h2:file:" + directory.resolve("campanile") + OPTIONS;
        // Who opens the database chooses its options: that must be us, not another node that is already waiting
        keeper = DriverManager.getConnection(url, username, password);
        Path redo = directory.resolve("redo");
        if (RedoLog.recover(keeper, redo)) {
            keeper.close();
            keeper = DriverManager.getConnection(url, username, password);
        }
        log = RedoLog.open(keeper, redo);
        compaction = SqlCompaction.of(keeper, log, lost).start();
        server = Server.createTcpServer("-tcpPort", String.valueOf(claimed), "-tcpDaemon",
                "-baseDir", directory.toString()).start();
        remoteUrl = "jdbc:h2:tcp://127.0.0.1:" + claimed + "/campanile" + OPTIONS;
        return url;
    }

    @Override
    public void stop() throws SQLException, IOException {
        if (server != null) {
            server.stop();
        }
        if (compaction != null) {
            compaction.close();
        }
        if (keeper != null) {
            keeper.close();
        }
        // Whoever is late to change something still tells it
        if (log != null) {
            log.close();
        }
    }
}
