package io.campanile.store.sql;

import com.zaxxer.hikari.HikariDataSource;
import io.campanile.settings.SettingException;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;

import java.net.ServerSocket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class DatabaseTest {

    @Test
    void openingTwiceMigratesOnce() {
        String url = "jdbc:h2:mem:twice;MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;DB_CLOSE_DELAY=-1";
        Database.open(url, "campanile", "", 2).close();
        try (HikariDataSource again = Database.open(url, "campanile", "", 2)) {
            int devices = Jdbi.create(again).withHandle(
                    handle -> handle.createQuery("SELECT COUNT(*) FROM device").mapTo(int.class).one());
            assertThat(devices).isZero();
        }
    }

    @Test
    void aServerThatIsNotThereIsOneLineThatSaysWhatToCheck() throws Exception {
        int closed;
        try (ServerSocket socket = new ServerSocket(0)) {
            closed = socket.getLocalPort();
        }
        String url = "jdbc:postgresql://127.0.0.1:" + closed + "/campanile?password=hidden";

        assertThatThrownBy(() -> Database.open(url, "campanile", "s3cret", 2))
                .isInstanceOf(SettingException.class)
                .hasMessageContaining("jdbc:postgresql://127.0.0.1:" + closed).hasMessageContaining("refused")
                .hasMessageContaining("check jdbc.url")
                .message().hasLineCount(1).doesNotContain("hidden").doesNotContain("s3cret");
    }

    @Test
    void anAddressOfAnotherKindIsRefused() {
        assertThatThrownBy(() -> Database.open("mysql://host", "campanile", "", 2))
                .isInstanceOf(SettingException.class).message().hasLineCount(1).contains("jdbc.url");
    }
}
