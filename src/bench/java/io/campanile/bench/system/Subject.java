package io.campanile.bench.system;

/** A running system that is measured. */
public interface Subject extends AutoCloseable {

    /** @return as the table calls it */
    String name();

    /** @return its process, for what it costs */
    Child process();

    @Override
    default void close() {
        process().close();
    }
}
