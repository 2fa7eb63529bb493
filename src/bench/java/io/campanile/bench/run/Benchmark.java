package io.campanile.bench.run;

import java.io.IOException;
import java.util.List;

/** Something to compare. */
interface Benchmark {

    String name();

    /** @return the gateway's rows and those of its peers; a peer that is not installed has a row that says so */
    List<Row> run(Stage stage) throws IOException, InterruptedException;
}
