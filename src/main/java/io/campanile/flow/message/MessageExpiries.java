package io.campanile.flow.message;

import io.campanile.domain.message.Expiries;
import io.campanile.domain.message.Expiries.Expired;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The steps of the message-expiry flow. Thread-safe; they block on the database. */
public final class MessageExpiries {

    private static final Logger LOG = LoggerFactory.getLogger(MessageExpiries.class);

    private final Expiries expiries;

    public MessageExpiries(Expiries expiries) {
        this.expiries = expiries;
    }

    /** Ends what is over, and brings what ended before and was not told. */
    public List<Expired> expire(int batch) {
        return expiries.expire(batch);
    }

    /** The senders are told, as far as they are connected. */
    public void told(List<Expired> expired) {
        expiries.told(expired);
        LOG.info("messages expired: {}", expired.size());
    }
}
