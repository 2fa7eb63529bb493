package io.campanile.edge.rest;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;

/** A list's answer: {@code {"<plural>":[…],"has_more"}} (PROTOCOL 1). */
final class Page {

    private Page() {
    }

    /** @param read asked for one row more than fits: that one tells whether there is more */
    static Map<String, Object> of(String plural, int limit, IntFunction<? extends List<?>> read) {
        List<?> rows = read.apply(limit + 1);
        boolean more = rows.size() > limit;
        Map<String, Object> page = new LinkedHashMap<>();
        page.put(plural, more ? rows.subList(0, limit) : rows);
        page.put("has_more", more);
        return page;
    }
}
