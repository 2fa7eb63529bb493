package io.campanile.flow.message;

import org.apache.camel.builder.RouteBuilder;

/** Lets the index follow the database: each node its own, or one node at a time the one that they share. */
public final class SearchRoutes extends RouteBuilder {

    private final SearchFeed feed;
    private final boolean shared;

    public SearchRoutes(SearchFeed feed, boolean shared) {
        this.feed = feed;
        this.shared = shared;
    }

    @Override
    public void configure() {
        // The feed keeps its place, and tries again with the next look
        errorHandler(noErrorHandler());
        from((shared ? "master:search-feed:" : "") + "timer:search-feed?period={{search.period-ms}}&delay={{search.period-ms}}")
                .routeId("search-feed").description("Add new messages to the index")
                .bean(feed, "follow").id("search-feed-follow");
    }
}
