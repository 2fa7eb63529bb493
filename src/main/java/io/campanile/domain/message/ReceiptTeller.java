package io.campanile.domain.message;

import java.util.Collection;

/**
 * Tells senders how far their messages have come, on whichever nodes they are, coalesced (PROTOCOL 6). Who is not connected is
 * not told. Thread-safe; never blocks.
 */
@FunctionalInterface
public interface ReceiptTeller {

    void tell(Collection<Receipt> receipts);
}
