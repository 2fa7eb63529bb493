package io.campanile.ops.rehearsal;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.filter.Filter;
import ch.qos.logback.core.spi.FilterReply;
import org.slf4j.MDC;

/**
 * Keeps the log free of what only a rehearsal does: an alert that a double raises must not read as one that a device has.
 * In {@code logback.xml} it filters each appender, so it costs nothing where nothing is logged.
 */
public final class Quiet extends Filter<ILoggingEvent> {

    private static final String KEY = "rehearsal";

    /** Until it is closed, nothing is logged by this thread. */
    static MDC.MDCCloseable begin() {
        return MDC.putCloseable(KEY, "on");
    }

    @Override
    public FilterReply decide(ILoggingEvent event) {
        return event.getMDCPropertyMap().containsKey(KEY) ? FilterReply.DENY : FilterReply.NEUTRAL;
    }
}
