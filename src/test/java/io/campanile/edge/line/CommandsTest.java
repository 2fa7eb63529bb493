package io.campanile.edge.line;

import static org.assertj.core.api.Assertions.assertThat;

import io.campanile.domain.session.Operation;
import io.campanile.fixture.PublicSurface;
import io.vertx.core.Vertx;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Whoever adds a command says in {@link PublicSurface} to which row of the table of rights it belongs. */
class CommandsTest {

    @Test
    void everyCommandIsInTheWalkOfTheTableOfRights() {
        Map<String, Operation> expected = new HashMap<>();
        PublicSurface.lines().forEach(row -> expected.put(row.name(), row.operation()));
        Map<String, Operation> actual = new HashMap<>();
        Vertx vertx = Vertx.vertx();
        new Commands(new LineSignIn(vertx, null, null, null, null, null), new LineMessages(vertx, null, null, null, null)).all().forEach(command -> actual.put(command.name(), command.operation()));
        vertx.close();

        assertThat(actual).isEqualTo(expected);
    }
}
