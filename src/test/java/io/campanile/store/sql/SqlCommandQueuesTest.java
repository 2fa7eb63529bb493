package io.campanile.store.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.campanile.domain.CodedException;
import io.campanile.domain.device.Command;
import io.campanile.domain.device.CommandEvent;
import io.campanile.domain.device.CommandEvent.Confirmed;
import io.campanile.domain.device.CommandEvent.Due;
import io.campanile.domain.device.CommandEvent.Given;
import io.campanile.domain.device.CommandEvent.Listening;
import io.campanile.domain.device.CommandEvent.Replied;
import io.campanile.domain.device.CommandQueues.Delivery;
import io.campanile.domain.device.CommandQueues.Work;
import io.campanile.domain.device.CommandReply;
import io.campanile.domain.device.CommandState;
import io.campanile.domain.device.CommandState.Event;
import io.campanile.domain.device.Device;
import io.campanile.domain.device.PresenceEvent;
import io.campanile.fixture.TestClock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Whatever happens to a device's commands, each comes to its one end, and is not sent while it may be on its way. */
class SqlCommandQueuesTest {

    @RegisterExtension
    static final DatabaseFixture DATABASE = new DatabaseFixture();

    private final TestClock clock = new TestClock(1_000_000);
    private SqlCommandQueues queues;

    @BeforeEach
    void registerDevice() {
        new SqlDeviceRegistry(DATABASE.dataSource(), clock).register(new Device("d1", "retail", null), "secret");
        queues = new SqlCommandQueues(DATABASE.dataSource(), new CommandTimes(5_000, 60_000, true), clock);
    }

    @Test
    void aDeviceIsSentOneCommandAtATimeInTheOrderGiven() {
        take(given("a"), given("b"));
        assertThat(sent(connected("c1"))).containsExactly("a");
        assertThat(sent(new Due("d1"))).isEmpty();
        assertThat(sent(new Confirmed("d1", "a"))).containsExactly("b");
        assertThat(state("a")).isEqualTo(CommandState.SENT);
        assertThat(state("b")).isEqualTo(CommandState.PENDING);
    }

    @Test
    void whatIsTakenAgainAfterACrashIsNotSentAgain() {
        online("c1");
        assertThat(sent(given("a"))).containsExactly("a");
        assertThat(sent(given("a"))).isEmpty();
        assertThat(queues.page("d1", null, null, null, 10)).hasSize(1);
    }

    @Test
    void whatWasNotConfirmedIsSentAgainOnANewConnectionOnceTheCopyIsGone() {
        online("c1");
        take(given("a"));
        assertThat(sent(connected("c2"))).isEmpty();
        clock.advance(Duration.ofMillis(4_999));
        assertThat(queues.due(10)).isEmpty();
        clock.advance(Duration.ofMillis(1));
        assertThat(queues.due(10)).containsExactly("d1");
        assertThat(sent(new Due("d1"))).containsExactly("a");
    }

    @Test
    void aConnectionThatLivesIsTrustedForLonger() {
        online("c1");
        take(given("a"));
        clock.advance(Duration.ofSeconds(59));
        assertThat(sent(new Due("d1"))).isEmpty();
        clock.advance(Duration.ofSeconds(1));
        assertThat(sent(new Due("d1"))).containsExactly("a");
    }

    @Test
    void nothingIsSentBeforeTheDeviceListens() {
        new SqlPresences(DATABASE.dataSource()).apply(List.of(new PresenceEvent("d1", "c1", true, clock.millis())));
        assertThat(sent(given("a"))).isEmpty();
        assertThat(sent(new Listening("d1", "another"))).isEmpty();
        assertThat(sent(new Listening("d1", "c1"))).containsExactly("a");
    }

    @Test
    void aWebSocketIsSentItsCommandsByTheNodeThatHoldsIt() {
        new SqlPresences(DATABASE.dataSource()).apply(List.of(new PresenceEvent("d1", "c1", true, clock.millis(), "node-2")));
        Work work = queues.take(List.of(given("a")));
        assertThat(work.deliveries()).extracting(Delivery::node).containsExactly("node-2");
    }

    @Test
    void whatNobodyTookIsSentAgainSoon() {
        online("c1");
        Delivery delivery = queues.take(List.of(given("a"))).deliveries().get(0);
        queues.release(delivery);
        clock.advance(Duration.ofMillis(500));
        assertThat(queues.due(10)).containsExactly("d1");
        assertThat(sent(new Due("d1"))).containsExactly("a");
    }

    @Test
    void aNewerOneSupersedesWhatWaitsOfTheSameServiceAndNothingElse() {
        take(given("a"), command("other", "t", false), command("b", "s", true));
        assertThat(state("a")).isEqualTo(CommandState.SUPERSEDED);
        assertThat(state("other")).isEqualTo(CommandState.PENDING);
        assertThat(sent(connected("c1"))).containsExactly("other");
    }

    @Test
    void whatMayBeOnItsWayIsNotSuperseded() {
        online("c1");
        take(given("a"));
        take(command("b", "s", true));
        assertThat(state("a")).isEqualTo(CommandState.PENDING);
        assertThat(sent(new Confirmed("d1", "a"))).containsExactly("b");
    }

    @Test
    void aCommandExpiresSentOrNotAndALateReplyIsKeptBesideIt() {
        online("c1");
        take(given("a"), given("b"));
        take(new Confirmed("d1", "a"));
        clock.advance(Duration.ofSeconds(100));
        assertThat(queues.due(10)).containsExactly("d1");
        assertThat(sent(new Due("d1"))).isEmpty();
        assertThat(state("a")).isEqualTo(CommandState.EXPIRED);
        assertThat(state("b")).isEqualTo(CommandState.EXPIRED);
        assertThat(queues.due(10)).isEmpty();

        assertThat(queues.take(List.of(reply("a", 0, "r1"))).answers()).hasSize(1);
        assertThat(state("a")).isEqualTo(CommandState.EXPIRED);
        assertThat(queues.find("d1", "a").orElseThrow().reply().code()).isZero();
    }

    @Test
    void aReplyIsToldOnceAndAgainOnlyForTheSameRecord() {
        online("c1");
        take(given("a"));
        assertThat(queues.take(List.of(reply("a", 0, "r1"))).answers()).hasSize(1);
        assertThat(queues.take(List.of(reply("a", 0, "r1"))).answers()).hasSize(1);
        assertThat(queues.take(List.of(reply("a", 5, "r2"))).answers()).isEmpty();
        assertThat(queues.find("d1", "a").orElseThrow().reply().code()).isZero();
        assertThat(state("a")).isEqualTo(CommandState.REPLIED);
    }

    @Test
    void aReplyToNothingIsAStrangers() {
        assertThat(queues.take(List.of(reply("none", 0, "r1"), new Replied("nobody", new CommandReply("x", 0, "", Map.of()), "r2"))).strangers())
                .extracting(stranger -> stranger.reply().commandId()).containsExactly("none", "x");
    }

    @Test
    void theDesiredStateIsTheNewestOfEachServiceAndTheReportedOneWhatWasConfirmed() {
        take(given("a"), command("b", "s", false), command("c", "t", false));
        assertThat(queues.desired("d1").version()).isEqualTo(3);
        assertThat(queues.desired("d1").values()).isEqualTo(Map.of("s", Map.of("is", "b"), "t", Map.of("is", "c")));
        take(reply("b", 0, "r1"), reply("c", 7, "r2"), reply("a", 0, "r3"));
        assertThat(queues.desired("d1").reportedVersion()).isEqualTo(2);
        assertThat(queues.desired("d1").reported()).isEqualTo(Map.of("s", Map.of("of", "b")));
    }

    @Test
    void pagesGoBothWays() {
        take(given("a"), given("b"), given("c"));
        assertThat(ids(null, null)).containsExactly("c", "b", "a");
        assertThat(ids(null, "b")).containsExactly("a");
        assertThat(ids("a", null)).containsExactly("b", "c");
        assertThatThrownBy(() -> ids("x", null)).isInstanceOf(CodedException.class).hasMessageStartingWith("after: ");
    }

    @Test
    void whatCannotHappenIsRefusedByName() {
        assertThatThrownBy(() -> CommandState.SENT.after(Event.SUPERSEDE)).hasMessage("a command that is sent cannot supersede");
        assertThatThrownBy(() -> CommandState.REPLIED.after(Event.EXPIRE)).hasMessage("a command that is replied cannot expire");
    }

    /** The device connects; that it listens is for the queues to be told. */
    private CommandEvent connected(String connection) {
        new SqlPresences(DATABASE.dataSource()).apply(List.of(new PresenceEvent("d1", connection, true, clock.millis())));
        return new Listening("d1", connection);
    }

    private void online(String connection) {
        take(connected(connection));
    }

    private List<String> sent(CommandEvent... events) {
        return queues.take(List.of(events)).deliveries().stream().map(delivery -> delivery.command().commandId()).toList();
    }

    private void take(CommandEvent... events) {
        queues.take(List.of(events));
    }

    private CommandState state(String commandId) {
        return queues.find("d1", commandId).orElseThrow().state();
    }

    private List<String> ids(String after, String before) {
        return queues.page("d1", null, after, before, 10).stream().map(view -> view.command().commandId()).toList();
    }

    private Given given(String id) {
        return command(id, "s", false);
    }

    private Given command(String id, String service, boolean supersedes) {
        return new Given(new Command(id, "d1", service, Map.of("is", id), "admin", clock.millis(), clock.millis() + 100_000, supersedes));
    }

    private static Replied reply(String id, int code, String record) {
        return new Replied("d1", new CommandReply(id, code, "", Map.of("of", id)), record);
    }
}
