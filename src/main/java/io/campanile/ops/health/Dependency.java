package io.campanile.ops.health;

/**
 * One thing that the node stands on.
 *
 * @param name   what people call it, such as {@code Redis}
 * @param remedy what to do when it is away, in one sentence
 * @param probe  asks it; may block, but not for more than some seconds
 */
public record Dependency(String name, String remedy, Probe probe) {

    /** A question that only one who is well can answer. */
    @FunctionalInterface
    public interface Probe {

        /** @throws Exception when it is away, with the reason */
        void ask() throws Exception;
    }
}
