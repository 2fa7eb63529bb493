package io.campanile;

import io.campanile.domain.message.MessageHistory;
import io.campanile.domain.message.Search;
import io.campanile.domain.message.SearchedHistory;
import io.campanile.domain.message.StoredMessages;
import io.campanile.flow.message.SearchFeed;
import io.campanile.flow.message.SearchRoutes;
import io.campanile.settings.SettingException;
import io.campanile.settings.Settings;
import io.campanile.store.search.LuceneSearch;
import io.campanile.store.search.OpenSearch;
import io.campanile.store.sql.SqlStoredMessages;
import java.net.URI;
import java.time.Clock;
import org.apache.camel.CamelContext;

/** Wires the search in the history: an index of this node's own, or one that all nodes share. */
final class Searching implements AutoCloseable {

    private final StoredMessages stored;
    private final Search search;
    private final SearchFeed feed;
    private final boolean shared;

    Searching(Settings settings, Backends backends, Clock clock) {
        stored = new SqlStoredMessages(backends.database());
        shared = settings.has("search.url");
        search = shared ? new OpenSearch(url(settings.get("search.url")))
                : new LuceneSearch(settings.directory("data.dir").resolve("search"), clock);
        feed = new SearchFeed(stored, search, clock);
    }

    private static URI url(String address) {
        URI url = URI.create(address);
        if (url.getHost() == null) {
            throw new SettingException("search.url is no URL with a host: set it to https://host:9200");
        }
        return url;
    }

    /** The same history, in which a text is found by the index; what came last is found at once where the index is our own. */
    MessageHistory of(MessageHistory history) {
        return new SearchedHistory(history, search, stored, shared ? () -> { } : feed::catchUp);
    }

    void into(CamelContext camel) throws Exception {
        camel.addRoutes(new SearchRoutes(feed, shared));
    }

    @Override
    public void close() {
        if (search instanceof LuceneSearch own) {
            own.close();
        }
    }
}
