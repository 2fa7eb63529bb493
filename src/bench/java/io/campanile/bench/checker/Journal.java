package io.campanile.bench.checker;

import java.io.BufferedWriter;
import java.io.Closeable;
import java.io.Flushable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The checker's own log: a directory with one append-only file a kind of {@link Entry}, from which alone a run is
 * judged. Thread-safe. On disk after {@link #flush}, which the run calls once a second.
 */
final class Journal implements Closeable, Flushable {

    private final Map<Class<? extends Entry>, BufferedWriter> writers = new LinkedHashMap<>();
    private volatile IOException broken;

    /** @throws IOException when the directory cannot be made, or holds the log of another run */
    Journal(Path directory) throws IOException {
        Files.createDirectories(directory);
        for (Class<? extends Entry> kind : Entry.KINDS) {
            writers.put(kind, Files.newBufferedWriter(file(directory, kind), StandardOpenOption.CREATE_NEW));
        }
    }

    /** Appends an entry; entries of one kind keep the order in which they are appended. */
    void append(Entry entry) {
        BufferedWriter writer = writers.get(entry.getClass());
        String line = entry.line();
        synchronized (writer) {
            try {
                writer.write(line);
                writer.write('\n');
            } catch (IOException e) {
                broken = e;
                throw new UncheckedIOException(e);
            }
        }
    }

    @Override
    public void flush() throws IOException {
        for (BufferedWriter writer : writers.values()) {
            synchronized (writer) {
                writer.flush();
            }
        }
    }

    /** @throws IOException when any entry could not be written: then nothing can be proved from what is there */
    @Override
    public void close() throws IOException {
        for (BufferedWriter writer : writers.values()) {
            synchronized (writer) {
                writer.close();
            }
        }
        if (broken != null) {
            throw new IOException("the log is not complete, so nothing can be proved from it", broken);
        }
    }

    /**
     * Reads a log back, kind by kind in the order of {@link Entry#KINDS}.
     *
     * @throws IllegalArgumentException when a line is damaged
     */
    static void read(Path directory, Consumer<Entry> reader) throws IOException {
        for (Class<? extends Entry> kind : Entry.KINDS) {
            try (var lines = Files.lines(file(directory, kind))) {
                lines.map(Entry::parse).forEach(reader);
            }
        }
    }

    private static Path file(Path directory, Class<? extends Entry> kind) {
        return directory.resolve(kind.getSimpleName().toLowerCase() + ".tsv");
    }
}
