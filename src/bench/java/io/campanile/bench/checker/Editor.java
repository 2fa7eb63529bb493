package io.campanile.bench.checker;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * An operator who edits the flows of a running gateway, one edit after the other, and looks each time whether it was
 * taken, or refused with its line. Saves half of them by renaming, and writes the others in two pieces. Not thread-safe.
 */
final class Editor {

    private static final long POLL_MS = 50;
    private static final long PATIENCE_MS = 20_000;

    private final Path routes;
    private final Path shipped;
    private final Gateway gateway;
    private final PrintStream out;
    private final List<String> faults = new ArrayList<>();
    private int taken;
    private int refused;
    private long slowestMs;

    /**
     * @param routes  where the gateway's flows are edited
     * @param shipped the same files, as they were
     */
    Editor(Path routes, Path shipped, Gateway gateway, PrintStream out) {
        this.routes = routes;
        this.shipped = shipped;
        this.gateway = gateway;
        this.out = out;
    }

    /** @param number which makes this edit another than all before */
    void make(Edit edit, int number) throws IOException, InterruptedException {
        String text = edit.applyTo(Files.readString(shipped.resolve(edit.file())), number);
        JsonNode before = flow(edit);
        long began = System.nanoTime();
        if (number % 4 < 2) {
            Path written = Files.writeString(routes.resolve(".written"), text);
            Files.move(written, routes.resolve(edit.file()), StandardCopyOption.ATOMIC_MOVE);
        } else {
            Path file = routes.resolve(edit.file());
            Files.writeString(file, text.substring(0, text.length() / 2));
            Files.writeString(file, text);
        }
        await(edit, edit.isGood() ? 0 : edit.line(text), before);
        slowestMs = Math.max(slowestMs, (System.nanoTime() - began) / 1_000_000);
    }

    private void await(Edit edit, int line, JsonNode before) throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE_MS * 1_000_000;
        while (true) {
            JsonNode flow = flow(edit);
            if (edit.isGood() && !flow.has("error") && !flow.path("version").equals(before.path("version"))) {
                taken++;
                return;
            }
            if (!edit.isGood() && flow.path("error").path("line").asInt() == line && flow.path("version").equals(before.path("version"))) {
                refused++;
                return;
            }
            if (System.nanoTime() > deadline) {
                fault(edit + (edit.isGood() ? " was not taken: " : " was not refused in line " + line + ": ") + flow);
                return;
            }
            TimeUnit.MILLISECONDS.sleep(POLL_MS);
        }
    }

    /** Looks whether all flows run. */
    private JsonNode flow(Edit edit) throws InterruptedException {
        JsonNode found = null;
        for (JsonNode flow : gateway.get("/api/v1/flows").path("flows")) {
            // One that is off is meant to be
            if (!List.of("Started", "Off").contains(flow.path("status").asText())) {
                fault("during the edit " + edit + ": " + flow.path("flow").asText() + " is " + flow.path("status").asText());
            }
            if (edit.file().endsWith(flow.path("file").asText())) {
                found = flow;
            }
        }
        if (found == null) {
            throw new IllegalStateException("no flow of the file " + edit.file() + " is listed");
        }
        return found;
    }

    private void fault(String what) {
        faults.add(what);
        out.println("✗ " + what);
    }

    boolean passed(int edits) {
        return faults.isEmpty() && taken + refused == edits;
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%-14s %,14d  taken %d, refused with their lines %d, the slowest after %,d ms%n%-14s %,14d  %s%n", "edits",
                taken + refused, taken, refused, slowestMs, "faults", faults.size(), faults.isEmpty() ? "✓" : "✗ " + faults.get(0));
    }
}
