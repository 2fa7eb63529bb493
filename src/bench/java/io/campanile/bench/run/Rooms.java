package io.campanile.bench.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.nimbusds.jose.JOSEException;
import io.campanile.bench.load.Endpoint;
import io.campanile.bench.load.PushLoad;
import io.campanile.bench.system.Gateway;
import io.campanile.bench.system.Issuer;
import io.campanile.bench.system.SocketIo;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;

/** One member says something in a room of which half is online; each of those confirms it. It is kept for the others. */
final class Rooms implements Benchmark {

    private static final List<Integer> MEMBERS = List.of(1_000, 10_000);
    private static final int LARGE = 10_000;
    /** As many as one request may name, at 64 KiB. */
    private static final int AT_ONCE = 5_000;
    private static final int WINDOW = 16;
    private static final String ROOM = "hall";
    private static final String UNIT = "deliveries/s";

    @Override
    public String name() {
        return "rooms";
    }

    @Override
    public List<Row> run(Stage stage) throws IOException, InterruptedException {
        List<Row> rows = new ArrayList<>();
        for (int members : MEMBERS) {
            if (members < LARGE || stage.plan().large()) {
                rows.addAll(of(stage, members));
            }
        }
        return rows;
    }

    private List<Row> of(Stage stage, int members) throws IOException, InterruptedException {
        int online = members / 2;
        String load = String.format(Locale.ROOT, "%,d members, %,d online", members, online);
        Figures ours = gateway(stage, members, online);
        Peers peers = new Peers(stage, name(), load, UNIT);
        Figures socketIo = peers.measure("Socket.IO", "its room is who is connected: nobody signs in or confirms, and nothing is numbered, or kept for those away",
                () -> SocketIo.start(stage.subdirectory(name())),
                peer -> PushLoad.open(stage.generator(), Push.toRoomOfSocketIo(peer.port()), online, WINDOW));
        List<Row> rows = new ArrayList<>(List.of(Row.of(name(), "Campanile", load, UNIT, ours).beside(socketIo, "Socket.IO")
                .noting(Table.number(ours.perSecond() / online) + " messages/s, each kept for those away")));
        rows.addAll(peers.rows());
        return rows;
    }

    private Figures gateway(Stage stage, int members, int online) throws IOException, InterruptedException {
        try (Issuer issuer = new Issuer(); Gateway gateway = stage.gateway(name(), issuer.settings())) {
            settle(gateway, members);
            List<String> tokens = Accounts.all(IntStream.rangeClosed(0, online).<Callable<String>>mapToObj(i -> () -> issuer.token(member(i))).toList());
            stage.progress().step("members connect");
            return stage.measure(gateway, PushLoad.open(stage.generator(),
                    Push.toRoom(ROOM, number -> new Endpoint(gateway.port("http.port"), "/ws?client_id=phone", tokens.get(number))), online, WINDOW));
        } catch (JOSEException e) {
            throw new IllegalStateException("no tokens can be signed", e);
        }
    }

    private static void settle(Gateway gateway, int members) throws IOException, InterruptedException {
        gateway.post("/api/v1/rooms", Map.of("room_id", ROOM, "members", IntStream.range(0, Math.min(members, AT_ONCE)).mapToObj(Rooms::member).toList()));
        Accounts.all(IntStream.range(AT_ONCE, members).<Callable<JsonNode>>mapToObj(
                i -> () -> gateway.put("/api/v1/rooms/" + ROOM + "/members/" + member(i), Map.of())).toList());
    }

    private static String member(int number) {
        return "m" + number;
    }
}
