package io.campanile.edge.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import io.campanile.domain.session.Operation;
import io.campanile.fixture.PublicSurface;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Whoever adds a service says in {@link PublicSurface} to which row of the table of rights it belongs. */
class CatalogueTest {

    private final Catalogue catalogue = new Catalogue(new SignIn(null, null, null, null),
            new DeviceSubscriptions(null, null, null, null), new DeviceServices(null, null),
            new PresenceServices(null, null, null, 0, users -> { }), new MessageServices(null, null, null, null), new CallServices(null, null), new RoomServices(null, null, null, null), Clock.systemUTC());

    @Test
    void everyServiceIsInTheWalkOfTheTableOfRights() {
        Map<String, Operation> expected = new HashMap<>();
        PublicSurface.webSocket().forEach(row -> expected.put(row.name(), row.operation()));
        Map<String, Operation> actual = new HashMap<>();
        catalogue.all().forEach(service -> actual.put(service.path(), service.operation()));

        assertThat(actual).isEqualTo(expected);
    }
}
