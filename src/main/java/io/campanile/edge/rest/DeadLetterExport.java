package io.campanile.edge.rest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.campanile.domain.deadletter.DeadLetter;
import io.campanile.domain.deadletter.DeadLetterStore.Page;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.Function;

/**
 * Dead letters as NDJSON, one a line, read a page at a time as the client takes them: however many there are, one page is
 * in memory, and no connection to the database is held in between. Belongs to one reader.
 */
final class DeadLetterExport extends InputStream {

    static final String NDJSON = "application/x-ndjson";

    private static final ObjectWriter JSON =
            JsonMapper.builder().propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE).build().writerFor(DeadLetterJson.class);

    private final Function<String, Page> pages;
    private InputStream lines = InputStream.nullInputStream();
    private String last;
    private boolean more = true;

    /** Reads the first page, so that a database that is away can be told. @param pages the page after an id; null: the first */
    DeadLetterExport(Function<String, Page> pages) {
        this.pages = pages;
        next();
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        int read = lines.read(buffer, offset, length);
        while (read < 0 && more) {
            next();
            read = lines.read(buffer, offset, length);
        }
        return read;
    }

    private void next() {
        Page page = pages.apply(last);
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        for (DeadLetter letter : page.letters()) {
            text.writeBytes(line(letter));
            text.write('\n');
            last = letter.id();
        }
        lines = new ByteArrayInputStream(text.toByteArray());
        more = page.more();
    }

    private static byte[] line(DeadLetter letter) {
        try {
            return JSON.writeValueAsBytes(DeadLetterJson.of(letter));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a dead letter cannot be written as JSON", e);
        }
    }
}
