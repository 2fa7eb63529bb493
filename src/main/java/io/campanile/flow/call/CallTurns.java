package io.campanile.flow.call;

import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.stream.IntStream;
import org.apache.camel.AsyncCallback;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.builder.ThreadPoolBuilder;
import org.apache.camel.support.AsyncProcessorSupport;

/**
 * Lets what concerns one call go on one after another, and calls side by side (CAPABILITIES 0.05), on threads that may block:
 * who brings it is an event loop or the one thread of an MQTT client. Between nodes the database sees to the same. What
 * finds too much before it is refused with 503. Thread-safe.
 */
public final class CallTurns extends AsyncProcessorSupport {

    /** The exchange property with what must not happen at once: the call, or the device that calls. */
    static final String TURN = "callTurn";

    private static final int LONGEST_WAIT = 1_000;

    private final List<ExecutorService> lanes;

    /** @param count how many calls at a time */
    public CallTurns(CamelContext camel, int count) {
        lanes = IntStream.range(0, count).mapToObj(lane -> lane(camel, lane)).toList();
    }

    private static ExecutorService lane(CamelContext camel, int number) {
        try {
            return new ThreadPoolBuilder(camel).poolSize(1).maxPoolSize(1).maxQueueSize(LONGEST_WAIT)
                    .build(CallTurns.class, "calls-" + number);
        } catch (Exception e) {
            throw new IllegalStateException("no thread for calls", e);
        }
    }

    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
        try {
            lanes.get(Math.floorMod(exchange.getProperty(TURN, String.class).hashCode(), lanes.size())).execute(() -> callback.done(false));
            return false;
        } catch (RuntimeException e) {
            exchange.setException(e);
            callback.done(true);
            return true;
        }
    }
}
