package io.campanile.domain.device;

import java.util.List;

/** The presence of all devices. Thread-safe; blocks on the database. */
public interface Presences {

    /**
     * Takes events in, all or none. The end of a connection counts only for the device's present connection, and nothing
     * older than what is known counts, so late, repeated and reordered events do no harm.
     *
     * @return the present presence of each registered device that an event names or changes
     */
    List<Presence> apply(List<PresenceEvent> events);

    /** The nodes that are said to hold WebSockets of devices. */
    List<String> nodes();
}
