package io.campanile.edge.websocket;

import io.campanile.domain.CodedException;
import io.campanile.domain.ErrorCode;
import io.campanile.domain.session.ConnectionState;
import io.campanile.ops.metrics.ConnectionMetrics;
import io.campanile.ops.metrics.Drops;
import io.campanile.ops.metrics.Metrics;
import io.campanile.ops.metrics.RequestMetrics;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;

/** What is counted of {@code /ws}. Thread-safe; costs a request some hundred nanoseconds. */
public final class WebSocketMetrics {

    private static final String TRANSPORT = "websocket";
    /** RFC 6455 7.1.5: the connection ended without a close frame. */
    private static final int ABNORMAL = 1006;
    /** What clients say when they go; any other number of theirs counts as this. */
    private static final int GOING_AWAY = 1001;
    private static final Set<Integer> TOLD = Arrays.stream(CloseCode.values()).map(code -> (int) code.number()).collect(Collectors.toUnmodifiableSet());

    private final ConnectionMetrics connections;
    private final RequestMetrics requests;
    private final Drops drops;

    public WebSocketMetrics(Metrics metrics) {
        connections = metrics.connections(TRANSPORT);
        requests = metrics.requests(TRANSPORT);
        drops = metrics.drops();
    }

    /** Looks at the connections of the hub at each scrape. */
    public void census(Hub hub) {
        for (ConnectionState state : ConnectionState.values()) {
            connections.census(state.wireName(), () -> hub.all().stream().filter(connection -> connection.state() == state).count());
        }
    }

    void opened() {
        connections.opened();
    }

    void tooMany() {
        drops.count(Drops.Reason.TOO_MANY_CONNECTIONS);
    }

    /**
     * @param ours   why we closed it; null when the client did
     * @param theirs the code of the client's close frame; null when there was none
     */
    void closed(CloseCode ours, Short theirs, long lifetimeMs) {
        if (ours == CloseCode.TOO_SLOW) {
            drops.count(Drops.Reason.SLOW_READER);
        }
        int told = theirs == null ? ABNORMAL : TOLD.contains((int) theirs) ? theirs : GOING_AWAY;
        connections.closed(ours == null ? told : ours.number(), lifetimeMs);
    }

    void received(int bytes) {
        connections.received(bytes);
    }

    void sent(int bytes) {
        connections.sent(bytes);
    }

    /**
     * @param service what was asked for; null when there is no such service
     * @param failure null when it succeeded
     */
    void completed(Service service, Connection connection, long nanos, CodedException failure) {
        String path = service == null ? null : service.path();
        if (failure == null) {
            requests.answered(path, nanos);
        } else {
            if (failure.code() == ErrorCode.TOO_MANY) {
                drops.count(Drops.Reason.RATE_LIMITED);
            }
            requests.failed(path, nanos, connection.address(), failure);
        }
        if (service != null && service.isLogin()) {
            requests.login(failure);
        }
    }
}
