package io.campanile.ops.metrics;

import io.campanile.domain.CodedException;
import io.campanile.domain.ErrorCode;
import java.time.Clock;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One line for a failed request (CAPABILITIES 3.21), never its body. A client that does nothing but fail must not fill the
 * disk: beyond so many lines a second the rest is only counted. Thread-safe.
 */
final class FailureLog {

    private static final Logger LOG = LoggerFactory.getLogger(FailureLog.class);
    private static final int LINES_A_SECOND = 20;

    private final Clock clock;
    private final AtomicLong second = new AtomicLong();
    private final AtomicInteger lines = new AtomicInteger();

    FailureLog(Clock clock) {
        this.clock = clock;
    }

    void log(String service, long latencyMs, String remote, CodedException failure) {
        if (failure.code() == ErrorCode.TOO_MANY || !mayWrite()) {
            return;
        }
        // What we say may quote what was sent
        String error = failure.getMessage().replaceAll("\\p{Cntrl}", "?");
        if (failure.code() == ErrorCode.INTERNAL || failure.code() == ErrorCode.UNAVAILABLE) {
            LOG.warn("request failed: service={} latency_ms={} remote={} code={} error=\"{}\"", service, latencyMs, remote, failure.code().number(), error);
        } else {
            LOG.info("request refused: service={} latency_ms={} remote={} code={} error=\"{}\"", service, latencyMs, remote, failure.code().number(), error);
        }
    }

    private boolean mayWrite() {
        long now = clock.millis() / 1_000;
        long before = second.get();
        if (now != before && second.compareAndSet(before, now)) {
            int unwritten = lines.getAndSet(0) - LINES_A_SECOND;
            if (unwritten > 0) {
                LOG.warn("{} more requests failed in one second", unwritten);
            }
        }
        return lines.incrementAndGet() <= LINES_A_SECOND;
    }
}
