package io.campanile.bench.room;

import com.fasterxml.jackson.databind.JsonNode;
import io.campanile.bench.system.Node;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.LongAdder;

/**
 * Lets members in and out: who is connected asks over their connection, for the others the owner asks by REST. What is not answered with
 * success is asked again. Thread-safe, for different members.
 */
final class Door {

    private static final long ANSWER_S = 20;
    private static final long PATIENCE_S = 120;
    private static final long PAUSE_MS = 200;

    private final String roomId;
    private final List<Node> nodes;
    private final String owner;
    private final LongAdder changes = new LongAdder();
    private final LongAdder repeats = new LongAdder();

    /** @param owner the token of who may let in others */
    Door(String roomId, List<Node> nodes, String owner) {
        this.roomId = roomId;
        this.nodes = nodes;
        this.owner = owner;
    }

    void join(Member member) throws InterruptedException {
        long asked = System.nanoTime();
        until(member, true);
        member.stays.add(new Stay(asked, System.nanoTime()));
    }

    void leave(Member member) throws InterruptedException {
        Stay stay = member.stays.get(member.stays.size() - 1);
        stay.leaveAsked = System.nanoTime();
        until(member, false);
        stay.left = System.nanoTime();
    }

    private void until(Member member, boolean in) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_S);
        String trouble = null;
        for (int attempt = member.number; System.nanoTime() < deadline; attempt++) {
            try {
                trouble = member.online ? bySocket(member, in) : byOwner(member, in, nodes.get(attempt % nodes.size()));
                if (trouble == null) {
                    changes.increment();
                    return;
                }
            } catch (IOException | ExecutionException | TimeoutException e) {
                trouble = e.toString();
            }
            repeats.increment();
            TimeUnit.MILLISECONDS.sleep(PAUSE_MS);
        }
        throw new IllegalStateException(member.id + " could not " + (in ? "join" : "leave") + " within " + PATIENCE_S + " s: " + trouble);
    }

    /** @return what is wrong; null when it is done */
    private String bySocket(Member member, boolean in) throws InterruptedException, ExecutionException, TimeoutException {
        MemberSocket socket = member.socket;
        String answer = socket.ask(in ? "/api/room/join" : "/api/room/leave", "{\"room_id\":\"" + roomId + "\"}").get(ANSWER_S, TimeUnit.SECONDS);
        return Field.number(answer, "code") == 0 ? null : answer;
    }

    private String byOwner(Member member, boolean in, Node node) throws InterruptedException, IOException {
        String path = "/api/v1/rooms/" + roomId + "/members/" + member.id;
        JsonNode answer = in ? node.put(path, owner, Map.of()) : node.delete(path, owner);
        return answer.path("code").asInt() == 0 ? null : answer.toString();
    }

    /** How many joins and leaves were answered with success. */
    long changes() {
        return changes.sum();
    }

    long repeats() {
        return repeats.sum();
    }
}
