package io.campanile.store.search;

import io.campanile.domain.CodedException;
import io.campanile.domain.ErrorCode;
import io.campanile.domain.message.MessageHistory;
import io.campanile.domain.message.Search;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.FieldType;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.document.SortedDocValuesField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.index.IndexOptions;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.FieldDoc;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.Sort;
import org.apache.lucene.search.SortField;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.search.TopFieldCollectorManager;
import org.apache.lucene.store.AlreadyClosedException;
import org.apache.lucene.util.BytesRef;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An index on this node's disk. It is sorted as it is read, by conversation and newest first, so that a search ends with the
 * messages that fit on the page, however many there are. What was added since the last commit is added again after a crash.
 * Messages have no term of their own by which one could be replaced, as such terms are a tenth of the work. So what is to be
 * added again is forgotten first: it may have been committed while an earlier message was still missing.
 */
public final class LuceneSearch implements Search, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(LuceneSearch.class);
    private static final Duration COMMIT_EVERY = Duration.ofSeconds(5);
    /** A search that comes meanwhile makes a segment of them first, which takes some 5 µs each; a segment of few has to be merged the sooner. */
    private static final int MOST_UNREAD = 20_000;

    private static final String POSITION = "position";
    private static final String CONVERSATION = "conversation";
    private static final String SEQ = "seq";
    private static final String TIME = "time";
    private static final FieldType PAIRS = indexed(IndexOptions.DOCS_AND_FREQS_AND_POSITIONS);
    private static final FieldType CHARACTERS = indexed(IndexOptions.DOCS);
    private static final Sort NEWEST_FIRST = bySeq(true);
    private static final Sort OLDEST_FIRST = bySeq(false);

    private final Path directory;
    private final Clock clock;
    private volatile LuceneIndex index;
    private long committedAt;
    private long added;
    /** Since readers were last told. */
    private int unread;

    /** @param directory the index's own; one that cannot be used is emptied, to be filled again */
    public LuceneSearch(Path directory, Clock clock) {
        this.directory = directory;
        this.clock = clock;
        index = LuceneIndex.open(directory, NEWEST_FIRST);
        committedAt = clock.millis();
        added = index.position();
    }

    @Override
    public List<Long> find(MessageHistory.Query query) {
        if (query.after() == Long.MAX_VALUE) {
            return List.of();
        }
        boolean upwards = query.isUpwards();
        Sort sort = upwards ? OLDEST_FIRST : NEWEST_FIRST;
        try {
            return index.read(searcher -> seqs(searcher, lucene(query), sort, query.limit(), upwards));
        } catch (IOException | AlreadyClosedException e) {
            // Who adds next opens it again
            LOG.warn("the search index could not be read: {}", e.toString());
            throw new CodedException(ErrorCode.UNAVAILABLE, "the search index could not be read: try again");
        }
    }

    private static List<Long> seqs(IndexSearcher searcher, Query query, Sort sort, int limit, boolean upwards) throws IOException {
        List<Long> seqs = new ArrayList<>();
        for (ScoreDoc hit : searcher.search(query, new TopFieldCollectorManager(sort, limit, null, limit)).scoreDocs) {
            seqs.add((Long) ((FieldDoc) hit).fields[1]);
        }
        if (upwards) {
            Collections.reverse(seqs);
        }
        return seqs;
    }

    /** Ranges are looked at message by message: an index of numbers would be read as a whole before the first hit. */
    private static Query lucene(MessageHistory.Query query) {
        BooleanQuery.Builder all = new BooleanQuery.Builder()
                .add(new TermQuery(new Term(CONVERSATION, query.conversationId())), Occur.FILTER)
                .add(Grams.contains(SoughtText.of(query.text())), Occur.FILTER);
        if (query.after() > 0 || query.before() < Long.MAX_VALUE) {
            all.add(NumericDocValuesField.newSlowRangeQuery(SEQ, query.after() + 1, query.before() - 1), Occur.FILTER);
        }
        if (query.from() > 0 || query.to() < Long.MAX_VALUE) {
            all.add(NumericDocValuesField.newSlowRangeQuery(TIME, query.from(), query.to()), Occur.FILTER);
        }
        return all.build();
    }

    @Override
    public synchronized long begin() {
        added = index.position();
        forget(POSITION, added + 1, Long.MAX_VALUE);
        return added;
    }

    @Override
    public synchronized void add(List<Entry> entries, long position) {
        try {
            for (Entry entry : entries) {
                index.writer().addDocument(document(entry));
            }
            added = position;
            unread += entries.size();
            if (unread >= MOST_UNREAD) {
                index.refresh();
                unread = 0;
            }
            if (clock.millis() - committedAt >= COMMIT_EVERY.toMillis()) {
                committedAt = clock.millis();
                index.commit(added);
            }
        } catch (IOException | RuntimeException e) {
            throw again(e);
        }
    }

    /** A writer that failed takes no more, such as after the disk was full: what it had not committed is read again. */
    private CodedException again(Exception failure) {
        LOG.warn("the search index could not be written, and is opened again: {}", failure.toString());
        index.abandon();
        index = LuceneIndex.open(directory, NEWEST_FIRST);
        added = index.position();
        return new CodedException(ErrorCode.UNAVAILABLE, "the search index could not be written: try again");
    }

    private static Document document(Entry entry) {
        String text = Folding.fold(entry.text());
        Document document = new Document();
        document.add(new NumericDocValuesField(POSITION, entry.position()));
        document.add(new StringField(CONVERSATION, entry.conversationId(), Field.Store.NO));
        document.add(new SortedDocValuesField(CONVERSATION, new BytesRef(entry.conversationId())));
        document.add(new NumericDocValuesField(SEQ, entry.seq()));
        document.add(new NumericDocValuesField(TIME, entry.timestamp()));
        document.add(new Field(Grams.PAIRS, text, PAIRS));
        document.add(new Field(Grams.CHARACTERS, Grams.characters(text), CHARACTERS));
        return document;
    }

    private static Sort bySeq(boolean newestFirst) {
        return new Sort(new SortField(CONVERSATION, SortField.Type.STRING), new SortField(SEQ, SortField.Type.LONG, newestFirst));
    }

    private static FieldType indexed(IndexOptions options) {
        FieldType type = new FieldType();
        type.setTokenized(true);
        type.setOmitNorms(true);
        type.setIndexOptions(options);
        type.freeze();
        return type;
    }

    @Override
    public synchronized void forgetBefore(long timestamp) {
        forget(TIME, Long.MIN_VALUE, timestamp - 1);
    }

    private void forget(String field, long from, long to) {
        try {
            index.writer().deleteDocuments(NumericDocValuesField.newSlowRangeQuery(field, from, to));
        } catch (IOException | RuntimeException e) {
            throw again(e);
        }
    }

    @Override
    public synchronized void close() {
        try {
            index.commit(added);
        } catch (IOException | RuntimeException e) {
            LOG.warn("the search index was not committed at the end: {}", e.toString());
        }
        index.close();
    }
}
