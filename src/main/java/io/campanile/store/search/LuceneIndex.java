package io.campanile.store.search;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.SearcherManager;
import org.apache.lucene.search.Sort;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.store.LockObtainFailedException;
import org.apache.lucene.store.NRTCachingDirectory;
import org.apache.lucene.util.IOUtils;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A Lucene index in a directory: its writer, its readers, and the position that was committed with it. Thread-safe. */
final class LuceneIndex implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(LuceneIndex.class);
    private static final String POSITION = "position";
    private static final String FORMAT = "format";
    /** To be raised when the fields or the analysis change: then the index is made anew. */
    private static final String PRESENT_FORMAT = "2";
    private static final double BUFFER_MB = 32;
    /** What is small, and soon merged with others, is a file only when it is committed: at most so large, and at most so much of it. */
    private static final double SMALL_MB = 2;
    private static final double CACHED_MB = 16;

    interface Reading<T> {
        T with(IndexSearcher searcher) throws IOException;
    }

    private final Directory directory;
    private final IndexWriter writer;
    private final SearcherManager readers;

    private LuceneIndex(Directory directory, IndexWriter writer) throws IOException {
        this.directory = directory;
        this.writer = writer;
        this.readers = new SearcherManager(writer, null);
    }

    static LuceneIndex open(Path path, Sort sort) {
        try {
            LuceneIndex present = begin(path, sort);
            if (present.isEmpty() || PRESENT_FORMAT.equals(present.committed(FORMAT))) {
                return present;
            }
            LOG.info("the search index is of another version, and is made anew");
            present.close();
        } catch (LockObtainFailedException e) {
            throw new UncheckedIOException("the search index in " + path + " is in use by another process", e);
        } catch (IOException | IllegalArgumentException e) {
            LOG.warn("the search index cannot be used, and is made anew: {}", e.toString());
        }
        try {
            IOUtils.rm(path);
            return begin(path, sort);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static LuceneIndex begin(Path path, Sort sort) throws IOException {
        Directory directory = new NRTCachingDirectory(FSDirectory.open(path), SMALL_MB, CACHED_MB);
        try {
            IndexWriterConfig config = new IndexWriterConfig(new Grams()).setIndexSort(sort)
                    .setRAMBufferSizeMB(BUFFER_MB).setCommitOnClose(false).setMergeScheduler(new RestingMerges());
            return new LuceneIndex(directory, new IndexWriter(directory, config));
        } catch (IOException | RuntimeException e) {
            directory.close();
            throw e;
        }
    }

    IndexWriter writer() {
        return writer;
    }

    private boolean isEmpty() {
        return writer.getDocStats().maxDoc == 0;
    }

    /** What is committed; what was added since does not count. */
    long position() {
        String position = committed(POSITION);
        return position == null ? 0 : Long.parseLong(position);
    }

    private String committed(String name) {
        Iterable<Map.Entry<String, String>> data = writer.getLiveCommitData();
        return data == null ? null : StreamSupport.stream(data.spliterator(), false).filter(entry -> entry.getKey().equals(name))
                .map(Map.Entry::getValue).findFirst().orElse(null);
    }

    void commit(long position) throws IOException {
        writer.setLiveCommitData(Map.of(POSITION, String.valueOf(position), FORMAT, PRESENT_FORMAT).entrySet());
        writer.commit();
        // Where nobody searches, readers would keep what was merged meanwhile
        refresh();
    }

    void refresh() throws IOException {
        readers.maybeRefreshBlocking();
    }

    /** Reads all that was written before. */
    <T> T read(Reading<T> reading) throws IOException {
        refresh();
        IndexSearcher searcher = readers.acquire();
        try {
            return reading.with(searcher);
        } finally {
            readers.release(searcher);
        }
    }

    /** Closes it as a crash would: what is not committed is gone. */
    void abandon() {
        try {
            readers.close();
            writer.rollback();
            directory.close();
        } catch (IOException | RuntimeException e) {
            LOG.debug("the search index did not close in good order: {}", e.toString());
        }
    }

    @Override
    public void close() {
        abandon();
    }
}
