package io.campanile.bench.room;

import io.campanile.bench.system.Node;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** One room, from its making to the verdict; used once. */
final class Gathering {

    private static final String ROOM = "hall";

    private final Hall hall;
    private final Plan plan;
    private final Crowd crowd;
    private final Door door;
    private final Churn churn;
    private final Speakers speakers;
    private final List<Moment> moments = new CopyOnWriteArrayList<>();
    private final List<String> complaints = Collections.synchronizedList(new ArrayList<>());

    Gathering(Hall hall, Plan plan) {
        this.hall = hall;
        this.plan = plan;
        crowd = hall.crowd;
        door = new Door(ROOM, hall.nodes, crowd.all.get(0).token);
        churn = new Churn(door, crowd.all.stream().filter(member -> plan.isChurner(member.number)).toList());
        speakers = new Speakers(ROOM, hall.nodes, crowd.all.subList(0, plan.senders()));
    }

    Verdict run() throws Exception {
        hall.make(ROOM, plan.members());
        System.out.printf("made a room of %,d%n", plan.members());
        long now = System.nanoTime();
        crowd.all.subList(0, plan.members()).forEach(member -> member.stays.add(new Stay(now, now)));
        crowd.connect();
        System.out.printf("connected %,d; speaking for %d s%n", plan.online(), plan.duration().toSeconds());
        liveThrough();
        return judge();
    }

    private void liveThrough() throws Exception {
        ScheduledExecutorService ticking = Executors.newSingleThreadScheduledExecutor();
        long begun = System.nanoTime();
        try {
            ticking.scheduleAtFixedRate(() -> System.out.printf(Locale.ROOT, "%4d s  said %,8d  joins and leaves %,8d  heard %,12d  came back %,d%n",
                    (System.nanoTime() - begun) / 1_000_000_000, speakers.said().size(), door.changes(), crowd.contents.all(), crowd.reconnects()),
                    5, 5, TimeUnit.SECONDS);
            speakers.begin(plan.rate());
            churn.begin(plan.changes());
            TimeUnit.MILLISECONDS.sleep(plan.warmUp().toMillis());
            passed("warm");
            CompletableFuture<Void> killing = CompletableFuture.runAsync(this::kill);
            TimeUnit.MILLISECONDS.sleep(plan.duration().toMillis());
            killing.get();
            complaints.addAll(churn.end());
            complaints.addAll(speakers.end());
            passed("in the end");
        } finally {
            ticking.shutdownNow();
        }
    }

    private void passed(String what) {
        moments.add(new Moment(what, System.nanoTime(), speakers.said().size(), door.changes()));
    }

    private void kill() {
        try {
            TimeUnit.MILLISECONDS.sleep(plan.duration().toMillis() / 2);
            if (plan.victim() != Plan.Victim.NONE) {
                Node victim = hall.nodes.get(plan.victim().ordinal() - 1);
                System.out.println("kill -9");
                passed("before the kill");
                victim.killAndRestart();
                passed("until started again");
                System.out.println("started again");
            }
        } catch (Exception e) {
            complaints.add("the node that was killed did not start again: " + e);
        }
    }

    private Verdict judge() throws Exception {
        long ended = System.nanoTime();
        History history = new History(hall.nodes.get(0), ROOM);
        String admin = hall.admin();
        List<History.Read> log = new ArrayList<>(history.of(admin));
        while (log.size() < speakers.said().size() && System.nanoTime() - ended < plan.settle().toNanos()) {
            TimeUnit.MILLISECONDS.sleep(500);
            log = new ArrayList<>(history.of(admin));
        }
        Collections.reverse(log);
        Judgement judgement = Judgement.of(log, speakers.said(), crowd.contents, complaints::add);
        List<Member> online = crowd.online();
        int[] last = online.stream().mapToInt(judgement::lastFor).toArray();
        Crowd.becomes(() -> {
            for (int i = 0; i < last.length; i++) {
                if (last[i] > 0 && !online.get(i).heard.has(last[i])) {
                    return false;
                }
            }
            return true;
        }, plan.settle().toSeconds());
        long settled = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - ended);
        if (crowd.contents.wrong() > 0) {
            complaints.add(crowd.contents.wrong() + " pushes had another content than that of the same number elsewhere");
        }
        long heard = 0;
        for (Member member : online) {
            heard += judgement.judge(member, member.heard);
        }
        int others = judgeSamples(judgement, history);
        return new Verdict(plan, speakers.said().size(), door.changes(), door.repeats(), List.copyOf(moments),
                crowd.reconnects(), heard, crowd.contents.all(), others, settled, List.copyOf(complaints));
    }

    /** Of some who were away the inbox and the history, of some others the history. */
    private int judgeSamples(Judgement judgement, History history) throws Exception {
        List<Member> sample = new ArrayList<>();
        for (boolean online : new boolean[] {true, false}) {
            for (boolean churner : new boolean[] {true, false}) {
                sample.addAll(spread(crowd.all.stream().filter(member -> member.token != null && member.online == online
                        && plan.isChurner(member.number) == churner && !member.stays.isEmpty()).toList()));
            }
        }
        for (Member member : sample) {
            Heard heard = member.online ? member.heard : new Heard();
            if (!member.online) {
                history.inbox(member.token, message -> heard.take(message.path("epoch").asText(), message.path("inbox_seq").asLong(), heard.last(),
                        message.path("seq").asLong()));
                judgement.judge(member, heard);
            }
            judgement.judgeHistory(member, heard, history.of(member.token));
        }
        return sample.size();
    }

    private List<Member> spread(List<Member> all) {
        int step = Math.max(1, all.size() * 2 / Math.max(1, plan.sample()));
        List<Member> some = new ArrayList<>();
        for (int i = 0; i < all.size(); i += step) {
            some.add(all.get(i));
        }
        return some;
    }
}
