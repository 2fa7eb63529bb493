package io.campanile.bench.run;

import io.campanile.bench.load.Endpoint;
import io.campanile.bench.load.Filling;
import io.campanile.bench.load.PageLoad;
import io.campanile.bench.load.Question;
import io.campanile.bench.load.Sayings;
import io.campanile.bench.system.Gateway;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongFunction;

/** Pages of the history by number and by time, and searches for two characters, over a million messages that came in as any do. */
final class History implements Benchmark {

    private static final int MANY = 1_000_000;
    private static final int FEW = 20_000;
    private static final int WRITERS = 32;
    private static final int WINDOW = 32;
    private static final int READERS = 16;
    private static final double PAGE_MS = 10;
    private static final double SEARCH_MS = 50;
    private static final long FILL_SECONDS = 900;
    private static final String LAST = "finis";

    @Override
    public String name() {
        return "history";
    }

    @Override
    public List<Row> run(Stage stage) throws IOException, InterruptedException {
        int messages = stage.plan().large() ? MANY : FEW;
        try (Gateway gateway = stage.gateway(name(), Map.of())) {
            fill(stage, gateway, messages);
            Pages pages = Pages.of(gateway, messages);
            List<Row> rows = new ArrayList<>();
            rows.add(row(stage, gateway, messages, "page by number", pages::byNumber, PAGE_MS));
            rows.add(row(stage, gateway, messages, "page by time", pages::byTime, PAGE_MS));
            rows.add(row(stage, gateway, messages, "search for two characters", pages::bySearch, SEARCH_MS));
            return rows;
        }
    }

    private Row row(Stage stage, Gateway gateway, int messages, String what, LongFunction<Question> questions, double mostMs)
            throws IOException, InterruptedException {
        stage.progress().begin(name() + ": " + what);
        Figures figures = stage.measure(gateway, PageLoad.open(stage.generator(), gateway.port("http.port"), gateway.token(), READERS, questions));
        return Row.of(name(), "Campanile", String.format(Locale.ROOT, "%,d messages, %s", messages, what), "pages/s", figures,
                Check.atMost(mostMs, figures.p99(), "ms, p99"));
    }

    /** Lets people talk until all of it can be read and found. */
    private static void fill(Stage stage, Gateway gateway, int messages) throws IOException, InterruptedException {
        for (String user : Sayings.people()) {
            Accounts.token(gateway, user);
        }
        stage.progress().step(String.format(Locale.ROOT, "%,d messages are written", messages));
        long begun = System.nanoTime();
        write(stage, gateway, messages, begun);
        String accepted = Table.number(messages * 1e9 / (System.nanoTime() - begun));
        await(begun, "all are in the history", () -> inHistory(gateway) == messages);
        for (String conversation : Sayings.conversations()) {
            String[] pair = conversation.split(":");
            gateway.post("/api/v1/messages", Map.of("from", pair[1], "to", pair[2], "type", "text", "content", LAST));
            await(begun, "all are found", () -> !gateway.get(Pages.path(conversation) + "limit=1&q=" + LAST).path("messages").isEmpty());
        }
        stage.progress().step(String.format(Locale.ROOT, "%s/s were accepted; all are there and found after %.0f s", accepted,
                (System.nanoTime() - begun) / 1e9));
    }

    private static void write(Stage stage, Gateway gateway, int messages, long begun) throws IOException, InterruptedException {
        Endpoint endpoint = new Endpoint(gateway.port("http.port"), "/ws?client_id=writer-%d", gateway.token());
        try (Filling filling = Filling.begin(stage.generator(), endpoint, messages, WRITERS, WINDOW)) {
            await(begun, "all are accepted", filling::isDone);
        }
    }

    private static long inHistory(Gateway gateway) throws IOException, InterruptedException {
        long all = 0;
        for (String conversation : Sayings.conversations()) {
            all += gateway.get(Pages.path(conversation) + "limit=1").at("/messages/0/seq").asLong();
        }
        return all;
    }

    private interface Condition {
        boolean holds() throws IOException, InterruptedException;
    }

    private static void await(long begun, String what, Condition condition) throws IOException, InterruptedException {
        while (!condition.holds()) {
            if (System.nanoTime() - begun > TimeUnit.SECONDS.toNanos(FILL_SECONDS)) {
                throw new IllegalStateException("it took longer than " + FILL_SECONDS + " s until " + what);
            }
            TimeUnit.MILLISECONDS.sleep(100);
        }
    }
}
