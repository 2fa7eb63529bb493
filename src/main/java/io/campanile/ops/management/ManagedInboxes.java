package io.campanile.ops.management;

import io.campanile.domain.CodedException;
import io.campanile.domain.message.Epochs;
import java.util.function.Supplier;
import org.apache.camel.StaticService;
import org.apache.camel.api.management.ManagedAttribute;
import org.apache.camel.api.management.ManagedOperation;
import org.apache.camel.api.management.ManagedResource;
import org.apache.camel.support.service.ServiceSupport;

/** Inboxes over JMX: {@code org.apache.camel:type=services,name=ManagedInboxes}. Thread-safe; blocks. */
@ManagedResource(description = "Inboxes: since when they are numbered as they are")
public final class ManagedInboxes extends ServiceSupport implements StaticService {

    private final Epochs epochs;

    public ManagedInboxes(Epochs epochs) {
        this.epochs = epochs;
    }

    @ManagedAttribute(description = "The present epoch")
    public String getEpoch() {
        return told(epochs::present);
    }

    @ManagedOperation(description = "After the database was restored from a backup: lets the numbers of every inbox begin anew; the new epoch")
    public String beginEpoch() {
        return told(epochs::begin);
    }

    /** No class of ours leaves: the console on the other side would not have it. */
    private static String told(Supplier<String> asked) {
        try {
            return asked.get();
        } catch (CodedException e) {
            throw new IllegalStateException(e.getMessage());
        }
    }
}
