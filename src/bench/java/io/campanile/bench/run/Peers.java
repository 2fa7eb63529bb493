package io.campanile.bench.run;

import io.campanile.bench.load.Load;
import io.campanile.bench.system.NotInstalledException;
import io.campanile.bench.system.Subject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Measures what the gateway is compared with; one that is not installed, or fails, has a row that says so. */
final class Peers {

    /** How a peer is started. */
    interface Launch<S extends Subject> {
        S start() throws IOException, InterruptedException;
    }

    /** How it is put under load. */
    interface Opening<S extends Subject> {
        Load open(S subject) throws InterruptedException;
    }

    private final Stage stage;
    private final String benchmark;
    private final String load;
    private final String unit;
    private final List<Row> rows = new ArrayList<>();

    Peers(Stage stage, String benchmark, String load, String unit) {
        this.stage = stage;
        this.benchmark = benchmark;
        this.load = load;
        this.unit = unit;
    }

    /** @return null when there is nothing to compare with */
    <S extends Subject> Figures measure(String peer, Launch<S> launch, Opening<S> opening) throws IOException, InterruptedException {
        stage.progress().begin(benchmark + ", " + load + ": " + peer + " starts");
        try (S subject = launch.start()) {
            Figures figures = stage.measure(subject, opening.open(subject));
            rows.add(Row.of(benchmark, peer, load, unit, figures));
            return figures;
        } catch (NotInstalledException | IllegalStateException e) {
            stage.progress().step("not run: " + e.getMessage());
            rows.add(Row.notRun(benchmark, peer, load, e.getMessage()));
            return null;
        }
    }

    List<Row> rows() {
        return rows;
    }
}
