package io.campanile.store.sql.redo;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.zip.CRC32C;

/**
 * Records one behind the other, each with its length and checksum, so that one that was not written to its end is known. It is no
 * channel, which an interrupt would close. Written by one thread at a time.
 */
final class RedoFile implements AutoCloseable {

    /** Bytes before each record: length and checksum, both int. */
    static final int PREFIX = 8;

    private final Path path;
    private final RandomAccessFile file;
    /** Of its records, those whose transactions have not ended. */
    private final AtomicInteger underWay = new AtomicInteger();
    private long length;
    private long last;
    private boolean ended;

    private RedoFile(Path path) throws IOException {
        this.path = path;
        this.file = new RandomAccessFile(path.toFile(), "rw");
    }

    /** A new one. */
    static RedoFile create(Path path) throws IOException {
        Files.deleteIfExists(path);
        return new RedoFile(path);
    }

    /**
     * Appends a record; one that could not be written is taken back.
     *
     * @param bytes with room for the prefix before the record
     * @param place the record's in the log
     */
    void append(byte[] bytes, int end, long place) throws IOException {
        ByteBuffer.wrap(bytes).putInt(end - PREFIX).putInt(checksum(bytes, PREFIX, end - PREFIX));
        try {
            file.seek(length);
            file.write(bytes, 0, end);
            length += end;
            last = place;
        } catch (IOException e) {
            // The next one is written over it; else who reads would end there
            file.setLength(length);
            throw e;
        }
    }

    /** The transaction of one of its records is about to be committed. */
    void begun() {
        underWay.incrementAndGet();
    }

    /** The place of its last record. */
    long last() {
        return last;
    }

    boolean isEmpty() {
        return length == 0;
    }

    /** The next record is another one's, unless this has none yet. */
    void end() {
        ended = !isEmpty();
    }

    boolean isEnded() {
        return ended;
    }

    /** One that had begun is committed, or rolled back. */
    void ended() {
        underWay.decrementAndGet();
    }

    /** It gets no more, and all its transactions have ended. */
    boolean isSettled() {
        return ended && underWay.get() == 0;
    }

    /** Forces it to the disk. */
    void sync() throws IOException {
        file.getFD().sync();
    }

    void delete() throws IOException {
        close();
        Files.deleteIfExists(path);
    }

    @Override
    public void close() throws IOException {
        file.close();
    }

    /** Reads the whole records, in their order, for as long as the reader wants more. */
    static void read(Path path, Predicate<ByteBuffer> reader) throws IOException {
        try (DataInputStream file = new DataInputStream(new BufferedInputStream(Files.newInputStream(path)))) {
            for (long left = Files.size(path) - PREFIX; left > 0; left -= PREFIX) {
                int size = file.readInt();
                int checksum = file.readInt();
                if (size <= 0 || size > left) {
                    return;
                }
                byte[] bytes = file.readNBytes(size);
                if (checksum != checksum(bytes, 0, size) || !reader.test(ByteBuffer.wrap(bytes))) {
                    return;
                }
                left -= size;
            }
        }
    }

    private static int checksum(byte[] bytes, int from, int size) {
        CRC32C checksum = new CRC32C();
        checksum.update(bytes, from, size);
        return (int) checksum.getValue();
    }
}
