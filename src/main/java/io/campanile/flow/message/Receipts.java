package io.campanile.flow.message;

import io.campanile.domain.message.Receipt;
import io.campanile.domain.message.ReceiptTeller;
import io.campanile.flow.message.delivery.Timers;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/** Gathers receipts for a moment, so that of each conversation and reader only the newest is told. Thread-safe. */
public final class Receipts implements ReceiptTeller {

    private static final long GATHER_MS = 100;

    private record Subject(String conversationId, String senderId, String userId) {
    }

    private final Timers timers;
    private final Executor workers;
    private volatile Consumer<Collection<Receipt>> told = receipts -> { };
    private Map<Subject, Receipt> gathered = new HashMap<>();

    /** @param workers what tells them may block */
    public Receipts(Timers timers, Executor workers) {
        this.timers = timers;
        this.workers = workers;
    }

    /** Before it is said whom to tell, nobody is. */
    public void tellTo(Consumer<Collection<Receipt>> nodes) {
        told = nodes;
    }

    @Override
    public void tell(Collection<Receipt> receipts) {
        synchronized (this) {
            if (gathered.isEmpty() && !receipts.isEmpty()) {
                timers.after(GATHER_MS, () -> workers.execute(this::tellGathered));
            }
            receipts.forEach(receipt -> gathered.merge(new Subject(receipt.conversationId(), receipt.senderId(), receipt.userId()), receipt, Receipt::plus));
        }
    }

    private void tellGathered() {
        Map<Subject, Receipt> newest;
        synchronized (this) {
            newest = gathered;
            gathered = new HashMap<>();
        }
        told.accept(newest.values());
    }
}
