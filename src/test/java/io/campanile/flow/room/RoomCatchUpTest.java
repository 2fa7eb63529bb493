package io.campanile.flow.room;

import static org.assertj.core.api.Assertions.assertThat;

import io.campanile.domain.message.Deliveries;
import io.campanile.domain.message.Inboxes;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Nothing that is said in a large room is left for ever, whatever happens while its members are told. */
class RoomCatchUpTest {

    private final List<Collection<?>> told = new ArrayList<>();
    private final Deque<Runnable> workers = new ArrayDeque<>();
    private final Deque<Runnable> timers = new ArrayDeque<>();
    private Runnable meanwhile = () -> { };
    private final RoomCatchUp members = new RoomCatchUp(of(Inboxes.class, (inboxes, method, given) -> {
        meanwhile.run();
        told.add((Collection<?>) given[1]);
        return List.of();
    }), of(Deliveries.class, (deliveries, method, given) -> method.getName().equals("users") ? Set.of("cai", "ann", "bob") : null),
            workers::add, (delay, work) -> timers.add(work));

    private static <T> T of(Class<T> port, InvocationHandler calls) {
        return port.cast(Proxy.newProxyInstance(port.getClassLoader(), new Class<?>[] {port}, calls));
    }

    @Test
    void whatIsSaidWhileMembersAreToldIsToldAfterAPauseAndOnce() {
        meanwhile = () -> members.grown("hall");
        members.grown("hall");
        members.grown("hall");
        assertThat(workers).as("one at a time").hasSize(1);
        workers.remove().run();
        assertThat(told).containsExactly(List.of("ann", "bob", "cai"));
        assertThat(workers).as("the members' own confirmations come in between").isEmpty();

        meanwhile = () -> { };
        timers.remove().run();
        members.grown("hall");
        workers.remove().run();
        assertThat(told).hasSize(2);

        assertThat(timers).as("that was after the last had begun").hasSize(1);
        timers.remove().run();
        workers.remove().run();
        assertThat(timers).isEmpty();
        members.grown("hall");
        assertThat(workers).as("at once when nothing is under way").hasSize(1);
    }

    @Test
    void whatFailsIsTriedAgain() {
        meanwhile = () -> {
            throw new IllegalStateException("the database is away");
        };
        members.grown("hall");
        workers.remove().run();
        assertThat(told).isEmpty();
        meanwhile = () -> { };
        timers.remove().run();
        workers.remove().run();
        assertThat(told).hasSize(1);
    }
}
