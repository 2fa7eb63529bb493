package io.campanile.flow.message;

import io.campanile.domain.message.Census;
import io.campanile.domain.message.Census.Part;
import io.campanile.domain.message.InboxCount.Tally;
import java.time.Clock;
import java.time.Duration;
import org.apache.camel.util.TimeUtils;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The step of the conservation-check flow: counts some inboxes at each call, and all of them over and over. To be called by one
 * thread at a time; blocks on the database.
 */
public final class Conservation {

    private static final Logger LOG = LoggerFactory.getLogger(Conservation.class);

    private final Census census;
    private final Clock clock;
    /** The last user who was counted; null at the beginning of a round. */
    private String after;
    private long begunAt;
    private long counted;
    /** When the round began. */
    private long inboxes;
    private Tally tally = Tally.NONE;

    public Conservation(Census census, Clock clock) {
        this.census = census;
        this.clock = clock;
    }

    /**
     * Counts the next inboxes: so many as are needed to be through in time.
     *
     * @param least  so many at least
     * @param within how long a round may take, such as {@code 30s}
     * @param period how often this is called, ms
     */
    public void count(int least, String within, long period) {
        if (after == null) {
            begunAt = clock.millis();
            counted = 0;
            inboxes = census.inboxes();
            tally = Tally.NONE;
        }
        // Many more may come meanwhile: then each part is larger than the one before
        int limit = (int) Math.max(least, Math.max(inboxes, counted) * period / TimeUtils.toMilliSeconds(within) + 1);
        Part part = census.count(after, limit);
        part.news().forEach(imbalance -> LOG.warn("conservation_imbalance: flow {}, inbox of {}: {}", Census.FLOW, imbalance.userId(), imbalance.what()));
        counted += part.inboxes();
        tally = tally.plus(part.tally());
        after = part.last();
        if (part.inboxes() < limit) {
            end();
        }
    }

    private void end() {
        census.counted(counted, tally, Duration.ofMillis(clock.millis() - begunAt));
        LOG.debug("{} inboxes counted in {} ms: {}", counted, clock.millis() - begunAt, tally);
        after = null;
    }
}
