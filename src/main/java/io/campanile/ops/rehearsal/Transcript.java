package io.campanile.ops.rehearsal;

import io.campanile.ops.rehearsal.Outcome.Effect;
import io.campanile.ops.rehearsal.Outcome.Step;
import java.util.ArrayList;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.NamedNode;

/** Takes down what happens to one record. Thread-safe, since an edit may split its work. */
final class Transcript {

    /** What is written down of a record; a loop must not fill the memory. */
    private static final int LONGEST = 1_000;
    /** A record that goes through more steps would go through them for ever. */
    private static final int MOST_STEPS = 10_000;

    private final List<Effect> effects = new ArrayList<>();
    private final List<Step> path = new ArrayList<>();
    private int steps;
    private Exception failure;
    private int failedAt;

    /** @throws IllegalStateException when the record does not come to an end */
    synchronized void entered(NamedNode step) {
        if (++steps > MOST_STEPS) {
            throw new IllegalStateException("does not come to an end within " + MOST_STEPS + " steps");
        }
        if (path.size() < LONGEST) {
            path.add(new Step(step.getId(), step.getLineNumber()));
        }
    }

    /** The innermost step comes first; those around it fail with the same. */
    synchronized void failed(NamedNode step, Exception cause) {
        if (cause != failure) {
            failure = cause;
            failedAt = step.getLineNumber();
        }
    }

    /** At the step that was entered last. */
    synchronized void note(String effect) {
        add(effect, path.isEmpty() ? 0 : path.get(path.size() - 1).line());
    }

    synchronized void sent(String address, Exchange exchange) {
        Exception cause = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
        Wording.messages(exchange).forEach(message -> {
            if (cause == null) {
                note("to " + address + message);
            } else {
                add("fails: " + Wording.cause(cause) + ", to " + address + message, lineOf(cause));
            }
        });
    }

    /** The record ended with a failure that nobody handled. */
    synchronized void ended(Exception unhandled) {
        add("fails: " + Wording.cause(unhandled), lineOf(unhandled));
    }

    private int lineOf(Exception cause) {
        if (cause == failure) {
            return failedAt;
        }
        return path.isEmpty() ? 0 : path.get(path.size() - 1).line();
    }

    private void add(String effect, int line) {
        if (effects.size() < LONGEST) {
            effects.add(new Effect(effect, line));
        }
    }

    synchronized boolean isEmpty() {
        return effects.isEmpty();
    }

    synchronized Outcome outcome(String door) {
        return new Outcome(List.copyOf(effects), List.copyOf(path), door);
    }
}
