package io.campanile.ops.rehearsal;

import java.util.Collection;
import java.util.List;

/** What the flows have read. Thread-safe; blocks on Kafka. */
@FunctionalInterface
public interface Recording {

    /**
     * The newest records of these topics, oldest first. Reading them leaves no trace: no group is joined, nothing is
     * committed. Of a topic that does not exist there are none.
     *
     * @param count at most so many in all; fewer when they would take too much memory
     * @throws io.campanile.domain.CodedException 503 when they cannot be read within a few seconds
     */
    List<Recorded> last(Collection<String> topics, int count);
}
