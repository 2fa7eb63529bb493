package io.campanile.bench.run;

import com.nimbusds.jose.JOSEException;
import io.campanile.bench.system.Gateway;
import io.campanile.bench.system.Issuer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;

/** Thousands of users who are watched lose their connections at once: for a moment, and for good; and all come back at once. */
final class PresenceStorm implements Benchmark {

    private static final int MANY = 5_000;
    private static final int FEW = 500;
    private static final int WATCHERS = 10;
    private static final String UNIT = "told/s";

    @Override
    public String name() {
        return "presence-storm";
    }

    @Override
    public List<Row> run(Stage stage) throws IOException, InterruptedException {
        int users = stage.plan().large() ? MANY : FEW;
        String load = String.format(Locale.ROOT, "%,d users, each watched by %d", users, WATCHERS);
        try (Issuer issuer = new Issuer(); Gateway gateway = stage.gateway(name(), issuer.settings())) {
            List<String> names = IntStream.range(0, users).mapToObj(number -> "user-" + number).toList();
            List<String> tokens = Accounts.all(names.stream().<Callable<String>>map(name -> () -> issuer.token(name)).toList());
            try (Attendance attendance = Attendance.open(stage, gateway, names, tokens, WATCHERS)) {
                new WarmUp(stage.plan(), stage.progress()).of(gateway.process(), attendance::goAndCome);
                List<Figures.Run> gone = new ArrayList<>();
                List<Figures.Run> come = new ArrayList<>();
                for (int i = 0; i < stage.plan().runs(); i++) {
                    attendance.blink();
                    gone.add(attendance.go());
                    come.add(attendance.come());
                }
                return List.of(
                        Row.of(name(), "Campanile", load + ": all go", UNIT, Figures.medianOf(gone, "the hold-down of 2 s is in it"), attendance.blinks()),
                        Row.of(name(), "Campanile", load + ": all come", UNIT, Figures.medianOf(come, "connecting is in it")));
            }
        } catch (JOSEException e) {
            throw new IllegalStateException("no tokens can be signed", e);
        }
    }
}
