package io.campanile.domain.session;

import java.util.Collection;
import java.util.Map;

/** Told of the users who are available by this node. Thread-safe; never blocks. */
public interface Comings {

    /**
     * They have come, or are gone, as every node can see by now. It may be told again.
     *
     * @param seenAt by user, until when they were seen here, ms
     */
    void changed(Map<String, Long> seenAt);

    /** They are still there. */
    void present(Collection<String> userIds);
}
