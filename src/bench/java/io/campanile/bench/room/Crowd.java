package io.campanile.bench.room;

import com.nimbusds.jose.JOSEException;
import io.campanile.bench.system.Issuer;
import io.campanile.bench.system.Node;
import io.campanile.bench.system.WebSockets;
import java.net.URI;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;

/** All users of a room; those who are online come back when their connection breaks, to the other node first. */
final class Crowd implements AutoCloseable {

    private static final int LOOPS = 2;
    private static final int AT_A_TIME = 200;
    private static final long CONNECT_PATIENCE_S = 60;
    private static final long BACK_OFF_MS = 300;
    private static final int SPREAD_MS = 500;

    final List<Member> all;
    final Contents contents;
    private final LongAdder reconnects = new LongAdder();
    private final List<Node> nodes;
    private final WebSockets sockets = new WebSockets(LOOPS);
    private volatile boolean closed;

    Crowd(Plan plan, List<Node> nodes, Issuer issuer) {
        this.nodes = nodes;
        contents = new Contents(plan.mostMessages());
        all = IntStream.range(0, plan.users()).parallel().mapToObj(number -> member(number, plan, issuer)).toList();
    }

    /** Signing a token takes a millisecond: only those have one who need it. */
    private static Member member(int number, Plan plan, Issuer issuer) {
        try {
            boolean online = plan.isOnline(number);
            return new Member(number, online || number < plan.senders() || number % Math.max(1, plan.users() / (10 * plan.sample() + 1)) == 0
                    ? issuer.token(Member.name(number)) : null, online);
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    List<Member> online() {
        return all.stream().filter(member -> member.online).toList();
    }

    /** Connects all who are online, some at a time. */
    void connect() throws InterruptedException {
        List<Member> online = online();
        for (int from = 0; from < online.size(); from += AT_A_TIME) {
            List<Member> some = online.subList(from, Math.min(online.size(), from + AT_A_TIME));
            some.forEach(member -> open(member, member.number));
            if (!becomes(() -> some.stream().allMatch(Crowd::isConnected), CONNECT_PATIENCE_S)) {
                throw new IllegalStateException("not all were connected within " + CONNECT_PATIENCE_S + " s");
            }
        }
    }

    static boolean isConnected(Member member) {
        MemberSocket socket = member.socket;
        return socket != null && socket.isReady();
    }

    private void open(Member member, int attempt) {
        MemberSocket socket = new MemberSocket(member, contents, gone -> again(member, attempt));
        member.socket = socket;
        sockets.open(URI.create(nodes.get(attempt % nodes.size()).webSocket() + "?client_id=app"), member.token, member.number, socket)
                .addListener(done -> {
                    if (!done.isSuccess()) {
                        again(member, attempt);
                    }
                });
    }

    private void again(Member member, int attempt) {
        if (!closed) {
            reconnects.increment();
            sockets.after(BACK_OFF_MS + member.number % SPREAD_MS, () -> open(member, attempt + 1));
        }
    }

    long reconnects() {
        return reconnects.sum();
    }

    static boolean becomes(BooleanSupplier so, long seconds) throws InterruptedException {
        return becomes(so, seconds, 50_000);
    }

    /** The same, looked for more often. */
    static boolean becomesSoon(BooleanSupplier so, long seconds) throws InterruptedException {
        return becomes(so, seconds, 200);
    }

    private static boolean becomes(BooleanSupplier so, long seconds, long everyUs) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        while (!so.getAsBoolean() && System.nanoTime() < deadline) {
            TimeUnit.MICROSECONDS.sleep(everyUs);
        }
        return so.getAsBoolean();
    }

    @Override
    public void close() {
        closed = true;
        sockets.close();
    }
}
