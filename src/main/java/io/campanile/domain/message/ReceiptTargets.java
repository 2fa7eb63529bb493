package io.campanile.domain.message;

import java.util.Collection;

/** The connections of this node that are told of receipts. Thread-safe; never blocks. */
@FunctionalInterface
public interface ReceiptTargets {

    /** Shows each receipt to the connections of its sender. */
    void show(Collection<Receipt> receipts);
}
