package io.campanile.ops.rehearsal;

import io.campanile.domain.device.Presence;
import io.campanile.domain.device.PresenceEvent;
import io.campanile.domain.device.Presences;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Who is connected on one stage: nobody at first, and then as the events say, fenced by time and connection as the real
 * presences are. Every device counts as registered. Not thread-safe.
 */
public final class RehearsedPresences implements Presences {

    private final Map<String, Known> devices = new TreeMap<>();

    private record Known(String connectionId, boolean online, long ts) {

        private Known with(PresenceEvent event) {
            if (event.ts() < ts || online == event.online() && (online ? same(event) : true)) {
                return this;
            }
            boolean counts = event.online() || connectionId == null || same(event);
            return counts ? new Known(event.online() ? event.connectionId() : connectionId, event.online(), event.ts()) : this;
        }

        private boolean same(PresenceEvent event) {
            return connectionId == null ? event.connectionId() == null : connectionId.equals(event.connectionId());
        }
    }

    @Override
    public List<Presence> apply(List<PresenceEvent> events) {
        Map<String, Presence> named = new TreeMap<>();
        for (PresenceEvent event : events) {
            if (event.sn() == null) {
                devices.forEach((sn, known) -> {
                    if (known.online() && known.ts() < event.ts()) {
                        change(sn, new Known(known.connectionId(), false, event.ts()), named);
                    }
                });
            } else {
                change(event.sn(), devices.getOrDefault(event.sn(), new Known(null, false, 0)).with(event), named);
            }
        }
        return List.copyOf(named.values());
    }

    private void change(String sn, Known known, Map<String, Presence> named) {
        devices.put(sn, known);
        named.put(sn, new Presence(sn, "", known.online(), known.ts()));
    }

    @Override
    public List<String> nodes() {
        return List.of();
    }
}
