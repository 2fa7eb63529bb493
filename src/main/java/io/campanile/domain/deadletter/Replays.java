package io.campanile.domain.deadletter;

/** Sends dead letters back to where they failed. Thread-safe; blocks. */
public interface Replays {

    /**
     * Sends a letter to the start of the flow in which it failed, under the idempotency key that it had: what had succeeded
     * meanwhile is a repeat there. The same letter with the same body again does nothing, and answers as the first did. What
     * fails again makes a letter of its own that names this one.
     *
     * @param body the edited body; null: as it came
     * @return the letter, which says when it was replayed; by then the message is durable
     * @throws io.campanile.domain.CodedException 404 when there is no such letter, 409 when it cannot be replayed as it is, 503
     *     when a backend is away or somebody replays it at this moment: repeat it
     */
    DeadLetter replay(String id, String body);
}
