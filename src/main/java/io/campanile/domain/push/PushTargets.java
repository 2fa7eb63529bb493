package io.campanile.domain.push;

import java.util.concurrent.CompletionStage;

/** The connections of one transport on this node, as those a push may go to. Thread-safe. */
public interface PushTargets {

    /**
     * Sends the push to those it is meant for. Never blocks, and waits for nobody who reads slowly. Pushes that one
     * thread hands over arrive at each connection in that order.
     *
     * @return completed, on any thread, once each connection has taken it or failed to
     */
    CompletionStage<PushOutcome> push(Push push);
}
