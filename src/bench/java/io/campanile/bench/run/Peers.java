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

    /** How it is measured. */
    interface Observation<S extends Subject> {
        Figures of(S subject) throws IOException, InterruptedException;
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

    /** @return null when there is nothing to compare with, or nothing shall be compared */
    <S extends Subject> Figures measure(String peer, Launch<S> launch, Opening<S> opening) throws IOException, InterruptedException {
        return measure(peer, "", launch, opening);
    }

    /** @param less what it does not do that the gateway does */
    <S extends Subject> Figures measure(String peer, String less, Launch<S> launch, Opening<S> opening) throws IOException, InterruptedException {
        return observe(peer, less, launch, subject -> stage.measure(subject, opening.open(subject)));
    }

    /** Measures it in another way. @return as {@link #measure} */
    <S extends Subject> Figures observe(String peer, String less, Launch<S> launch, Observation<S> observation) throws IOException, InterruptedException {
        if (stage.alone()) {
            return null;
        }
        stage.progress().begin(benchmark + ", " + load + ": " + peer + " starts");
        try (S subject = launch.start()) {
            Figures figures = observation.of(subject);
            rows.add(Row.of(benchmark, peer, load, unit, figures).noting(less));
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
