package io.campanile.domain.message;

import java.util.concurrent.CompletionStage;

/** The delivery to one connection, until that ends. Thread-safe. */
public interface Delivery {

    /**
     * Confirms everything up to {@code inboxSeq}.
     *
     * @return completed once durable; failed with a {@link io.campanile.domain.CodedException}: 400 when that is more than was
     *         pushed here or confirmed before, 409 with {@code epoch} in its values when the epoch is another
     */
    CompletionStage<Void> confirm(String epoch, long inboxSeq);

    /** The connection takes more again, see {@link DeliveryTarget#takesMore}. */
    void ready();

    /** The connection is gone. */
    void close();
}
