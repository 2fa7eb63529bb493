package io.campanile.bench.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class FiguresTest {

    @Test
    void theMedianIsTheOneInTheMiddle() {
        assertThat(Median.of(List.of(9.0, 1.0, 5.0))).isEqualTo(5.0);
        assertThat(Median.of(List.of(4.0, 1.0))).isEqualTo(2.5);
    }

    @Test
    void eachFigureHasAMedianOfItsOwnAndTheRunsKeepTheirOrder() {
        Figures figures = Figures.medianOf(List.of(run(300, 1, 9), run(100, 3, 8), run(200, 2, 7)), "");

        assertThat(figures.perSecond()).isEqualTo(200);
        assertThat(figures.p50()).isEqualTo(2);
        assertThat(figures.p99()).isEqualTo(8);
        assertThat(figures.runs()).containsExactly(300.0, 100.0, 200.0);
    }

    @Test
    void aRowIsHeldAgainstItsPeer() {
        Row row = Row.of("echo", "Campanile", "50 connections", "msg/s", Figures.medianOf(List.of(run(290, 1, 2)), ""))
                .against(Figures.medianOf(List.of(run(1000, 1, 2)), ""), 0.30, "raw Vert.x");

        Check check = row.checks().get(0);
        assertThat(check.is()).isEqualTo(0.29);
        assertThat(check.met()).isFalse();
        assertThat(check).hasToString("0.29 of raw Vert.x (≥ 0.30 ✗ missed)");
    }

    @Test
    void aRowWithoutItsPeerIsHeldAgainstNothing() {
        Row row = Row.of("echo", "Campanile", "", "msg/s", Figures.medianOf(List.of(run(1, 1, 1)), "")).against(null, 0.3, "raw Vert.x");

        assertThat(row.checks()).isEmpty();
    }

    private static Figures.Run run(double perSecond, double p50, double p99) {
        return new Figures.Run(perSecond, p50, p99, new Figures.Cores(1, 0.5, 0));
    }
}
