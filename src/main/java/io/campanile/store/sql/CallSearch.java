package io.campanile.store.sql;

import io.campanile.domain.CodedException;
import io.campanile.domain.call.CallQuery;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;

/** Finds calls by what {@code call_session} and {@code call_party} say of them. */
final class CallSearch {

    private final Map<String, Object> bound = new HashMap<>();
    private final StringBuilder where = new StringBuilder("created_at BETWEEN :from AND :to");

    private CallSearch(CallQuery query) {
        bound.put("from", query.from());
        bound.put("to", query.to());
        and("device_id = :device", "device", query.deviceId());
        and("call_id IN (SELECT call_id FROM call_party WHERE user_id = :resident)", "resident", query.residentId());
        and("(started_by_kind = 'USER' AND started_by = :party OR call_id IN (SELECT call_id FROM call_party WHERE user_id = :party))",
                "party", query.party());
    }

    /** Ids, as {@link io.campanile.domain.call.Calls#page} orders them. */
    static List<String> page(Handle handle, CallQuery query, String before, String after, int limit) {
        CallSearch search = new CallSearch(query);
        if (after != null) {
            search.bound.put("at", begun(handle, "after", after));
            search.and("(created_at, call_id) > (:at, :cursor)", "cursor", after);
        } else if (before != null) {
            search.bound.put("at", begun(handle, "before", before));
            search.and("(created_at, call_id) < (:at, :cursor)", "cursor", before);
        }
        String order = after == null ? "created_at DESC, call_id DESC" : "created_at, call_id";
        return handle.createQuery("SELECT call_id FROM call_session WHERE " + search.where + " ORDER BY " + order + " LIMIT :limit")
                .bindMap(search.bound).bind("limit", limit).mapTo(String.class).list();
    }

    private static long begun(Handle handle, String parameter, String callId) {
        return handle.createQuery("SELECT created_at FROM call_session WHERE call_id = ?").bind(0, callId).mapTo(Long.class).findOne()
                .orElseThrow(() -> CodedException.invalid(parameter, "no such call"));
    }

    private void and(String condition, String name, String value) {
        if (value != null) {
            where.append(" AND ").append(condition);
            bound.put(name, value);
        }
    }
}
