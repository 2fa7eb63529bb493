package io.campanile.store.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.campanile.domain.CodedException;
import io.campanile.domain.message.InboxMessage;
import io.campanile.domain.room.Room;
import io.campanile.domain.room.RoomDesk;
import io.campanile.domain.session.Principal;
import io.campanile.domain.session.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A member gets what is said in a room between joining and leaving, each message once, however many members there are. */
class SqlRoomsTest {

    @RegisterExtension
    static final DatabaseFixture DATABASE = new DatabaseFixture();

    private static final List<String> PEOPLE = List.of("ann", "bob", "cai", "dee", "eve");

    private SqlRooms rooms;
    private InboxFixture post;
    private RoomDesk desk;

    @BeforeEach
    void open() {
        open(3);
        PEOPLE.forEach(user -> DATABASE.jdbi().useHandle(handle -> handle.execute(
                "INSERT INTO account (user_id, password_hash, roles, created_at) VALUES (?, 'x', 'user', 0)", user)));
    }

    private void open(int large) {
        post = new InboxFixture(DATABASE.dataSource(), large);
        rooms = new SqlRooms(DATABASE.dataSource(), post.clock);
        desk = new RoomDesk(rooms, post.inboxes);
    }

    @Test
    void aRoomIsMadeOnceWithItsOwnerAsAMember() {
        Room room = rooms.create("r", "Lobby", "ann", false, List.of("bob"));
        assertThat(room.count()).isEqualTo(2);
        assertThat(rooms.members("r", null, 10)).containsExactly("ann", "bob");
        assertThat(rooms.members("r", "ann", 10)).containsExactly("bob");
        assertThatThrownBy(() -> rooms.create("r", null, "bob", true, List.of())).hasMessage("room_id: r is taken");
        assertThatThrownBy(() -> rooms.create("s", null, "ann", true, List.of("nobody"))).hasMessageContaining("nobody");
        assertThat(rooms.find("s")).as("made whole or not at all").isEmpty();
    }

    @Test
    void whoIsAMemberStaysOneAndWhoIsNoneStaysNone() {
        rooms.create("r", null, "ann", false, List.of());
        assertThat(rooms.add("r", "bob").count()).isEqualTo(2);
        assertThat(rooms.add("r", "bob").count()).isEqualTo(2);
        assertThat(rooms.remove("r", "bob").count()).isEqualTo(1);
        assertThat(rooms.remove("r", "bob").count()).isEqualTo(1);
        assertThatThrownBy(() -> rooms.add("nowhere", "bob")).isInstanceOf(CodedException.class).hasMessage("no such room: nowhere");
    }

    @Test
    void onlyTheOwnerAddsAndRemovesOthersAndOnlyAnOpenRoomIsJoined() {
        Principal ann = user("ann");
        Principal bob = user("bob");
        desk.create(ann, "closed", null, false, List.of());
        desk.create(ann, "open", null, true, List.of());
        assertThatThrownBy(() -> desk.join(bob, "closed")).hasMessageContaining("is not open");
        assertThatThrownBy(() -> desk.add(bob, "closed", "cai")).hasMessageContaining("only the owner");
        assertThatThrownBy(() -> desk.read(bob, "closed")).hasMessageContaining("no member");
        assertThat(desk.join(bob, "open").count()).isEqualTo(2);
        assertThatThrownBy(() -> desk.remove(bob, "open", "ann")).hasMessageContaining("only the owner");
        assertThat(desk.remove(bob, "open", "bob").count()).isEqualTo(1);
        desk.add(ann, "closed", "bob");
        assertThat(desk.read(bob, "closed").count()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 1})
    void aMemberGetsWhatIsSaidBetweenJoiningAndLeaving(int large) {
        open(large);
        rooms.create("r", null, "ann", true, List.of());
        post.say("ann", "r", "before");
        desk.join(user("bob"), "r");
        post.say("ann", "r", "one");
        post.say("bob", "r", "two");
        desk.remove(user("bob"), "r", "bob");
        post.say("ann", "r", "between");
        desk.join(user("bob"), "r");
        post.say("ann", "r", "three");

        assertThat(post.texts("bob", 0)).containsExactly("one", "two", "three");
        assertThat(post.texts("ann", 0)).containsExactly("before", "one", "two", "between", "three");
    }

    @Test
    void inASmallRoomEveryMemberIsToldAtOnceInALargeOneWhoIsMentioned() {
        rooms.create("small", null, "ann", false, List.of("bob", "cai"));
        assertThat(post.say("ann", "small", "hi")).extracting(InboxMessage::userId).containsExactly("ann", "bob", "cai");
        rooms.create("large", null, "ann", false, List.of("bob", "cai", "dee"));
        assertThat(post.say("ann", "large", "hi")).isEmpty();
        assertThat(post.say("ann", "large", "hi bob", "bob", "eve")).extracting(InboxMessage::userId).as("bob gets what he lacks, and eve is no member")
                .containsExactly("bob", "bob");
        assertThat(post.inboxes.catchUp("large", PEOPLE)).extracting(InboxMessage::userId).containsExactly("ann", "ann", "cai", "cai", "dee", "dee");
        assertThat(post.inboxes.catchUp("large", PEOPLE)).isEmpty();
    }

    @Test
    void ofARangeTheMembersOwnMessagesAreTold() {
        rooms.create("large", null, "ann", false, List.of("bob", "cai", "dee"));
        for (String who : List.of("ann", "bob", "bob", "cai", "bob")) {
            post.say(who, "large", who);
        }
        assertThat(post.inboxes.catchUp("large", List.of("bob"))).extracting(InboxMessage::isOwn).containsExactly(false, true, true, false, true);
        List<Integer> ranges = DATABASE.jdbi().withHandle(handle -> handle.createQuery(
                "SELECT count FROM inbox_entry WHERE user_id = 'bob' ORDER BY inbox_seq").mapTo(Integer.class).list());
        assertThat(ranges).containsExactly(1, 2, 1, 1);
    }

    @Test
    void aRoomThatGrowsAndShrinksGivesNothingTwice() {
        rooms.create("r", null, "ann", true, List.of("bob", "cai"));
        post.say("ann", "r", "small");
        rooms.add("r", "dee");
        post.say("ann", "r", "large");
        rooms.remove("r", "dee");
        post.say("ann", "r", "small again");
        assertThat(post.texts("cai", 0)).containsExactly("small", "large", "small again");
        assertThat(post.texts("dee", 0)).containsExactly("large");
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 1})
    void whoeverJoinsLeavesSaysAndReadsAtTheSameTime(int large) throws Exception {
        open(large);
        rooms.create("r", null, "ann", true, List.of("bob", "cai"));
        ExecutorService threads = Executors.newFixedThreadPool(PEOPLE.size() + 1);
        List<Future<?>> all = new ArrayList<>();
        for (String who : PEOPLE) {
            all.add(threads.submit(() -> {
                Random random = new Random(who.hashCode());
                for (int i = 0; i < 30; i++) {
                    switch (random.nextInt(4)) {
                        case 0 -> desk.join(user(who), "r");
                        case 1 -> desk.remove(user(who), "r", who);
                        case 2 -> post.say(who, "r", who + i);
                        default -> post.inboxes.catchUp("r", Set.of(who));
                    }
                }
                return who;
            }));
        }
        for (Future<?> one : all) {
            one.get();
        }
        threads.shutdown();
        long last = DATABASE.jdbi().withHandle(handle -> handle.createQuery("SELECT last_seq FROM conversation").mapTo(Long.class).one());
        for (String who : PEOPLE) {
            List<InboxMessage> inbox = post.inboxes.read(who, 0, 1_000).messages();
            assertThat(inbox.stream().map(InboxMessage::inboxSeq).toList()).as("no gap in the inbox of %s", who)
                    .isEqualTo(LongStream.rangeClosed(1, inbox.size()).boxed().toList());
            List<Long> heard = inbox.stream().map(InboxMessage::seq).toList();
            assertThat(heard).as("%s has each once, in order", who).doesNotHaveDuplicates().isSorted();
            rooms.stay("r", who).filter(stay -> stay.lasts() || stay.leftSeq() > stay.joinedSeq()).ifPresent(stay -> {
                long until = stay.lasts() ? last : stay.leftSeq();
                assertThat(heard).as("%s has all of the last stay", who)
                        .containsAll(LongStream.rangeClosed(stay.joinedSeq() + 1, until).boxed().toList());
            });
        }
    }

    private static Principal user(String id) {
        return Principal.user(id, Set.of(Role.USER), "t", Long.MAX_VALUE, 0);
    }
}
