package io.campanile.domain.device;

/** Tells the watchers on every node that an alert has changed (PROTOCOL 9). Thread-safe; blocks until that is durable. */
public interface AlertChanges {

    /**
     * May be told again; watchers are pushed it once.
     *
     * @throws io.campanile.domain.CodedException 503 when it cannot be told now
     */
    void tell(AlertChange change);
}
