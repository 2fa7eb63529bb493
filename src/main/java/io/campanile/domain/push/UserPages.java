package io.campanile.domain.push;

import java.util.List;

/** All users there are. Thread-safe; blocks on the database. */
@FunctionalInterface
public interface UserPages {

    /** @param after the last one of the page before; empty for the first page */
    List<String> page(String after, int limit);
}
