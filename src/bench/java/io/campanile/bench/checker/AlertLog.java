package io.campanile.bench.checker;

import java.io.BufferedWriter;
import java.io.Closeable;
import java.io.Flushable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.stream.Collectors;

/** What a run of {@link AlertMain} saw, a line each, fields separated by tabs; from it alone the run is judged. Thread-safe. */
final class AlertLog implements Closeable, Flushable {

    private final BufferedWriter writer;

    /** @throws IOException when there is such a file already */
    AlertLog(Path file) throws IOException {
        writer = Files.newBufferedWriter(file, StandardOpenOption.CREATE_NEW);
    }

    void said(String sn, AlertScript.Said report) {
        append("said", sn, report.reportId(), report.ts(), report.codes().entrySet().stream()
                .map(code -> code.getKey() + '=' + code.getValue()).collect(Collectors.joining(",")));
    }

    /** An alert as REST shows it at the end. */
    void found(AlertSeen alert) {
        append("found", alert.fields());
    }

    void pushed(String watcher, long connection, AlertSeen alert) {
        append("pushed", watcher, connection, alert.fields());
    }

    /** For how long a watcher's connection was subscribed, ms since the epoch. */
    void watched(String watcher, long connection, long from, long to) {
        append("watched", watcher, connection, from, to);
    }

    private void append(String kind, Object... fields) {
        StringBuilder line = new StringBuilder(kind);
        for (Object field : fields) {
            line.append('\t').append(field);
        }
        synchronized (writer) {
            try {
                writer.append(line).append('\n');
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    @Override
    public void flush() throws IOException {
        synchronized (writer) {
            writer.flush();
        }
    }

    @Override
    public void close() throws IOException {
        synchronized (writer) {
            writer.close();
        }
    }
}
