package io.campanile.store.sql.redo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.stream.Stream;
import org.h2.mvstore.WriteBuffer;

/** Writes a log's files, each named by the place of its first record, and one after the other. Not thread-safe. */
final class RedoWriter implements AutoCloseable {

    private static final String SUFFIX = ".redo";

    private final Path directory;
    /** Rolled back, and not yet told so. */
    private final Deque<Long> revoked = new ArrayDeque<>();
    /** The oldest first; the last one is written to. */
    private final Deque<RedoFile> files = new ArrayDeque<>();
    private long place;

    /** @param place of the last record that there was */
    RedoWriter(Path directory, long place) {
        this.directory = directory;
        this.place = place;
    }

    /** @return the files that a former process has left, the oldest first */
    static List<Path> left(Path directory) throws IOException {
        Files.createDirectories(directory);
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.toString().endsWith(SUFFIX)).sorted().toList();
        }
    }

    /** @return where it is */
    RedoFile append(WriteBuffer record) throws IOException {
        tellRevoked();
        return append(record, 0);
    }

    /** The place of the last record. */
    long place() {
        return place;
    }

    /** Tells that a record's transaction was rolled back, with the next one at the latest. */
    void revoke(long rolledBack) throws IOException {
        revoked.add(rolledBack);
        tellRevoked();
    }

    /** Before anything else: that may build on it. */
    private void tellRevoked() throws IOException {
        while (!revoked.isEmpty()) {
            WriteBuffer buffer = new WriteBuffer();
            RedoRecord.begin(buffer);
            append(buffer, revoked.peek());
            revoked.remove();
        }
    }

    private RedoFile append(WriteBuffer record, long revokes) throws IOException {
        RedoFile file = files.peekLast();
        if (file == null || file.isEnded()) {
            file = RedoFile.create(directory.resolve(String.format("%019d%s", place + 1, SUFFIX)));
            files.add(file);
        }
        RedoRecord.head(record, place + 1, revokes);
        file.append(record.getBuffer().array(), record.position(), place + 1);
        place++;
        return file;
    }

    /** Ends the file that is written to. @return those, from the oldest on, of whose records all transactions have ended */
    List<RedoFile> settled() {
        if (!files.isEmpty()) {
            files.getLast().end();
        }
        return files.stream().takeWhile(RedoFile::isSettled).toList();
    }

    /** Those that are there. */
    List<RedoFile> files() {
        return List.copyOf(files);
    }

    /** @param oldest deleted by now */
    void forget(List<RedoFile> oldest) {
        files.removeAll(oldest);
    }

    /** Whether the database has all. */
    boolean isEmpty() {
        return files.stream().allMatch(RedoFile::isEmpty);
    }

    @Override
    public void close() throws IOException {
        for (RedoFile file : files) {
            file.close();
        }
    }
}
