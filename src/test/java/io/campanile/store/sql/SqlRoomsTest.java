package io.campanile.store.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.campanile.domain.message.InboxMessage;
import io.campanile.domain.message.Message;
import io.campanile.domain.message.RoomSenders.Sent;
import io.campanile.domain.room.Room;
import io.campanile.domain.room.RoomChange;
import io.campanile.domain.room.RoomChanges;
import io.campanile.domain.room.RoomChanges.Turn;
import io.campanile.domain.room.RoomDesk;
import io.campanile.domain.room.Stay;
import io.campanile.domain.session.Principal;
import io.campanile.domain.session.Role;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
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
    private SqlRoomChanges changes;
    private int asked;

    @BeforeEach
    void open() {
        open(3);
        PEOPLE.forEach(user -> DATABASE.jdbi().useHandle(handle -> handle.execute(
                "INSERT INTO account (user_id, password_hash, roles, created_at) VALUES (?, 'x', 'user', 0)", user)));
    }

    private void open(int large) {
        post = new InboxFixture(DATABASE.dataSource(), large);
        rooms = new SqlRooms(DATABASE.dataSource(), false, post.clock);
        changes = new SqlRoomChanges(post.epochs, post.inboxes);
        desk = new RoomDesk(rooms, null, this::change);
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
    void whoIsAMemberStaysOneAndWhoIsNoneStaysNone() throws Exception {
        rooms.create("r", null, "ann", false, List.of());
        assertThat(add("r", "bob").count()).isEqualTo(2);
        assertThat(add("r", "bob").count()).isEqualTo(2);
        assertThat(remove("r", "bob").count()).isEqualTo(1);
        assertThat(remove("r", "bob").count()).isEqualTo(1);
        assertThat(apply(List.of(asked("nowhere", "bob", true))).done()).as("there is no such room").isEmpty();
    }

    @Test
    void whoComesFromAnExternalIssuerNeedsNoAccountToBeAMember() {
        SqlRooms ofAnybody = new SqlRooms(DATABASE.dataSource(), true, post.clock);
        assertThat(ofAnybody.create("r", null, "zoe", true, List.of("yan")).count()).isEqualTo(2);
        assertThatCode(() -> ofAnybody.requireUser("xia")).doesNotThrowAnyException();
        assertThatThrownBy(() -> rooms.requireUser("xia")).hasMessageContaining("xia");
    }

    @Test
    void onlyTheOwnerAddsAndRemovesOthersAndOnlyAnOpenRoomIsJoined() throws Exception {
        Principal ann = user("ann");
        Principal bob = user("bob");
        desk.create(ann, "closed", null, false, List.of());
        desk.create(ann, "open", null, true, List.of());
        assertThatThrownBy(() -> desk.join(bob, "closed")).hasMessageContaining("is not open");
        assertThatThrownBy(() -> desk.add(bob, "closed", "cai")).hasMessageContaining("only the owner");
        assertThatThrownBy(() -> desk.read(bob, "closed")).hasMessageContaining("no member");
        assertThat(desk.join(bob, "open").toCompletableFuture().get().count()).isEqualTo(2);
        assertThatThrownBy(() -> desk.remove(bob, "open", "ann")).hasMessageContaining("only the owner");
        assertThat(desk.remove(bob, "open", "bob").toCompletableFuture().get().count()).isEqualTo(1);
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
        assertThat(rooms.stays("r", "bob")).containsExactly(new Stay(1, 3L), new Stay(4, null));
    }

    @Test
    void whoLeavesAndComesBackWhileNothingIsSaidWasNeverAway() throws Exception {
        rooms.create("r", null, "ann", true, List.of("bob"));
        post.say("ann", "r", "one");
        remove("r", "bob");
        add("r", "bob");
        post.say("ann", "r", "two");
        assertThat(rooms.stays("r", "bob")).containsExactly(new Stay(0, null));
        assertThat(post.texts("bob", 0)).containsExactly("one", "two");
    }

    @Test
    void ofASmallRoomItIsKnownWhoWroteWhat() {
        SqlRoomSenders senders = new SqlRoomSenders(DATABASE.dataSource(), 2);
        rooms.create("small", null, "ann", false, List.of("bob"));
        rooms.create("large", null, "ann", false, List.of("bob", "cai"));
        for (String who : List.of("ann", "bob", "ann")) {
            post.say(who, "small", "hi");
            post.say(who, "large", "hi");
        }
        assertThat(senders.between("r:small", 1, 3)).containsExactly(new Sent(2, "bob"), new Sent(3, "ann"));
        assertThat(senders.between("r:large", 1, 3)).as("there are no receipts").isEmpty();
    }

    @Test
    void whatComesAgainAfterACrashIsNotDoneAgain() {
        rooms.create("r", null, "ann", true, List.of());
        List<RoomChange> came = List.of(asked("r", "bob", true), asked("r", "cai", true), asked("r", "cai", true), asked("r", "bob", false));
        apply(came.subList(0, 2));
        post.say("ann", "r", "one");
        apply(came.subList(2, 4));
        post.say("ann", "r", "two");
        for (int from = 0; from < came.size(); from++) {
            assertThat(apply(came.subList(from, came.size())).done()).as("who asked may not have been told").hasSize(came.size() - from);
        }
        assertThat(changes.done(List.of(came.get(3).changeId(), "never asked"))).extracting(RoomChanges.Done::members).containsExactly(2);
        assertThat(rooms.find("r").orElseThrow().count()).isEqualTo(2);
        assertThat(post.texts("bob", 0)).containsExactly("one");
        assertThat(post.texts("cai", 0)).containsExactly("one", "two");
    }

    /** All that happens in a room may be one transaction: each has what they would have if it were many. */
    @ParameterizedTest
    @ValueSource(ints = {4, 3, 2, 1})
    void joinsAndLeavesKeepTheirPlaceAmongTheMessagesOfABatch(int large) throws Exception {
        open(large);
        for (String room : List.of("whole", "parts")) {
            rooms.create(room, null, "ann", true, List.of("bob", "cai"));
        }
        Random random = new Random(large);
        for (int batch = 0; batch < 40; batch++) {
            List<Message> said = new ArrayList<>();
            List<Turn> turns = new ArrayList<>();
            List<String> changing = new ArrayList<>(PEOPLE);
            for (int i = 0; i < 6; i++) {
                if (random.nextBoolean() && !changing.isEmpty()) {
                    String who = changing.remove(random.nextInt(changing.size()));
                    boolean joins = random.nextBoolean();
                    turns.add(new Turn(asked("whole", who, joins), said.size()));
                    change(rooms.find("parts").orElseThrow(), who, joins);
                } else {
                    String text = batch + "." + i;
                    said.add(post.toRoom("ann", "whole", text, "dee"));
                    post.say("ann", "parts", text, "dee");
                }
            }
            changes.apply(said, turns);
            assertThat(changes.apply(said, turns).appended()).as("it may come again").isEmpty();
            assertThat(rooms.find("whole").orElseThrow().count()).isEqualTo(rooms.find("parts").orElseThrow().count());
        }
        for (String who : PEOPLE) {
            assertThat(rooms.stays("whole", who)).isEqualTo(rooms.stays("parts", who));
            assertThat(texts(who, "r:whole")).isEqualTo(texts(who, "r:parts"));
        }
        post.tally();
    }

    private List<String> texts(String user, String conversation) {
        return post.inboxes.read(user, 0, 1_000).messages().stream().map(InboxMessage::message).filter(message -> message.conversationId().equals(conversation))
                .map(Message::content).toList();
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
        assertThat(ranges("bob")).containsExactly(1, 2, 1, 1);
    }

    @Test
    void aRangeGoesOnForAWhileWithWhatIsSaidNext() {
        rooms.create("large", null, "ann", false, List.of("bob", "cai", "dee"));
        rooms.create("other", null, "ann", false, List.of("bob", "cai", "dee"));
        for (String room : List.of("large", "large", "other", "large")) {
            post.say("ann", room, "hi");
            assertThat(post.inboxes.catchUp(room, PEOPLE)).hasSize(4);
        }
        post.clock.advance(Duration.ofSeconds(11));
        post.say("ann", "large", "late");
        post.inboxes.catchUp("large", PEOPLE);
        assertThat(ranges("bob")).as("nothing comes between, and it does not go on for ever").containsExactly(2, 1, 1, 1);
        assertThat(ranges("ann")).containsExactly(2, 1, 1, 1);
        assertThat(post.inboxes.read("bob", 0, 10).messages()).extracting(InboxMessage::inboxSeq).containsExactly(1L, 2L, 3L, 4L, 5L);
        assertThat(post.confirm("bob", "phone", 1).problem()).isNull();
        post.say("bob", "large", "mine");
        post.say("ann", "large", "yours");
        post.inboxes.catchUp("large", PEOPLE);
        assertThat(ranges("bob")).containsExactly(2, 1, 1, 1, 1, 1);
        assertThat(ranges("cai")).containsExactly(2, 1, 1, 3);
        post.confirm("cai", "phone", 6);
        assertThat(post.tally().delivered()).isEqualTo(7);
    }

    private List<Integer> ranges(String user) {
        return DATABASE.jdbi().withHandle(handle -> handle.createQuery("SELECT count FROM inbox_entry WHERE user_id = ? ORDER BY inbox_seq").bind(0, user)
                .mapTo(Integer.class).list());
    }

    @Test
    void aRoomThatGrowsAndShrinksGivesNothingTwice() throws Exception {
        rooms.create("r", null, "ann", true, List.of("bob", "cai"));
        post.say("ann", "r", "small");
        add("r", "dee");
        post.say("ann", "r", "large");
        remove("r", "dee");
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

    private Room add(String roomId, String userId) throws Exception {
        return change(rooms.find(roomId).orElseThrow(), userId, true).get();
    }

    private Room remove(String roomId, String userId) throws Exception {
        return change(rooms.find(roomId).orElseThrow(), userId, false).get();
    }

    /** At once, as if no message were under way. */
    private CompletableFuture<Room> change(Room room, String userId, boolean joins) {
        return CompletableFuture.completedFuture(room.with(apply(List.of(asked(room.roomId(), userId, joins))).done().get(0).members()));
    }

    private RoomChanges.Outcome apply(List<RoomChange> asked) {
        return changes.apply(List.of(), asked.stream().map(change -> new Turn(change, 0)).toList());
    }

    private synchronized RoomChange asked(String roomId, String userId, boolean joins) {
        return new RoomChange("c" + ++asked, roomId, userId, joins, "node-1");
    }

    private static Principal user(String id) {
        return Principal.user(id, Set.of(Role.USER), "t", Long.MAX_VALUE, 0);
    }
}
