package io.campanile.domain.message;

import io.campanile.domain.message.Expiries.Expired;
import java.util.Collection;

/** The connections of this node that are told of receipts. Thread-safe; never blocks. */
public interface ReceiptTargets {

    /** Shows each receipt to the connections of its sender. */
    void show(Collection<Receipt> receipts);

    /** Shows to the connections of its sender that a message ran out before anybody confirmed it. */
    void showExpired(Collection<Expired> expired);

    /** Both these and others. */
    default ReceiptTargets and(ReceiptTargets others) {
        ReceiptTargets these = this;
        return new ReceiptTargets() {
            @Override
            public void show(Collection<Receipt> receipts) {
                these.show(receipts);
                others.show(receipts);
            }

            @Override
            public void showExpired(Collection<Expired> expired) {
                these.showExpired(expired);
                others.showExpired(expired);
            }
        };
    }
}
