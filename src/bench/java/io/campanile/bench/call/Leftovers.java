package io.campanile.bench.call;

import io.campanile.bench.system.Node;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/** What calls that are over still hold, as whoever looks into the database sees it. */
final class Leftovers {

    private static final String USER = "campanile";
    /** That somebody was told is noted a moment later. */
    private static final int LOOKS = 50;
    private static final long PAUSE_MS = 200;
    private static final Map<String, String> HELD = new TreeMap<>(Map.of(
            "timers", "SELECT COUNT(*) FROM due WHERE kind = 'call-timeout'",
            "doors that could not ring again", "SELECT COUNT(*) FROM call_live",
            "busy residents", "SELECT COUNT(*) FROM call_busy",
            "events that somebody was not told of", "SELECT COUNT(*) FROM call_untold",
            "calls that have not ended", "SELECT COUNT(*) FROM call_session WHERE state <> 'ENDED'"));

    private Leftovers() {
    }

    /** @return a line for each kind of thing that is still there */
    static List<String> of(Node node) throws SQLException, InterruptedException {
        try (Connection database = DriverManager.getConnection(node.jdbc(), USER, "")) {
            List<String> left = look(database);
            for (int i = 0; i < LOOKS && !left.isEmpty(); i++) {
                TimeUnit.MILLISECONDS.sleep(PAUSE_MS);
                left = look(database);
            }
            return left;
        }
    }

    private static List<String> look(Connection database) throws SQLException {
        List<String> left = new ArrayList<>();
        try (Statement statement = database.createStatement()) {
            for (Map.Entry<String, String> held : HELD.entrySet()) {
                try (ResultSet count = statement.executeQuery(held.getValue())) {
                    count.next();
                    if (count.getInt(1) > 0) {
                        left.add(count.getInt(1) + " " + held.getKey());
                    }
                }
            }
        }
        return left;
    }
}
