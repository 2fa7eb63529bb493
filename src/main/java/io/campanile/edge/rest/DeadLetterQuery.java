package io.campanile.edge.rest;

import io.campanile.domain.CodedException;
import io.campanile.domain.deadletter.DeadLetterFilter;
import io.campanile.domain.deadletter.DeadLetterId;

/**
 * Which dead letters a request asks for, and in which order.
 *
 * @param after  the last row's key; null: from the beginning
 * @param newest whether the newest come first
 */
record DeadLetterQuery(DeadLetterFilter filter, String after, boolean newest) {

    static DeadLetterQuery of(RestRequest request) {
        String after = request.text("after");
        if (after != null && !DeadLetterId.isOne(after)) {
            throw CodedException.invalid("after", "must be the id of a dead letter");
        }
        return new DeadLetterQuery(new DeadLetterFilter(request.text("flow"), request.text("route_id"), request.text("cause"),
                choice(request, "replayed", "true", "false"), time(request, "from"), time(request, "to")), after,
                Boolean.TRUE.equals(choice(request, "order", "newest", "oldest")));
    }

    private static Boolean choice(RestRequest request, String parameter, String yes, String no) {
        String value = request.text(parameter);
        if (value == null || value.equals(yes) || value.equals(no)) {
            return value == null ? null : value.equals(yes);
        }
        throw CodedException.invalid(parameter, "must be " + yes + " or " + no);
    }

    private static Long time(RestRequest request, String parameter) {
        return request.text(parameter) == null ? null : (Long) request.time(parameter, 0);
    }
}
