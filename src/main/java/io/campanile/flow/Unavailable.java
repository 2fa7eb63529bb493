package io.campanile.flow;

import java.util.concurrent.RejectedExecutionException;
import org.apache.camel.component.direct.DirectConsumerNotAvailableException;
import org.apache.kafka.common.errors.RetriableException;

/** Which failures mean that a flow, or what it stands on, is away for the moment: an edge answers 503 then (PROTOCOL 1). */
public final class Unavailable {

    /** What the sender is told. */
    public static final String TEXT = "not available at the moment: repeat it";

    private Unavailable() {
    }

    public static boolean is(Throwable failure) {
        return failure instanceof DirectConsumerNotAvailableException || failure instanceof RejectedExecutionException
                || failure instanceof RetriableException;
    }
}
