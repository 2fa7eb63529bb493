package io.campanile.ops.guard;

/** A family of rules that flow files keep to. Thread-safe. */
@FunctionalInterface
interface Rule {

    void check(Flow flow, Problems problems);
}
