package io.campanile.bench.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class TableTest {

    private static final Figures FIGURES = new Figures(123_456.7, List.of(123_456.7), 0.5, 12.34, new Figures.Cores(2.5, 0.75, 0), "");

    private final List<Row> rows = List.of(
            Row.of("echo", "Campanile", "50 connections", "msg/s", FIGURES, Check.atLeast(0.3, 0.41, "of raw Vert.x")),
            Row.of("start", "Campanile", "launch to ready", "s", 6.25),
            Row.notRun("fan-out", "nchan", "1,000 connections", "nginx is not installed (apt-get install nginx)"));

    @Test
    void figuresStandInColumns() {
        assertThat(Table.of(rows)).isEqualTo("""
                benchmark  system     load                      figure  p50 ms  p99 ms  its cores  generator  others  held against
                echo       Campanile  50 connections     123,457 msg/s    0.50    12.3       2.50       0.75    0.00  0.41 of raw Vert.x (≥ 0.30 ✓)
                start      Campanile  launch to ready           6.25 s
                fan-out    nchan      1,000 connections              –                                                not run: nginx is not installed (apt-get install nginx)
                """);
    }

    @Test
    void thePictureHasABarForEachFigureAndNoneForWhatWasNotRun() {
        assertThat(Chart.svg(rows)).contains("echo, 50 connections, msg/s", "123,457").doesNotContain("nchan");
    }
}
