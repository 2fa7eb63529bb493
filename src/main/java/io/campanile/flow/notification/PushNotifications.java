package io.campanile.flow.notification;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.campanile.domain.CodedException;
import io.campanile.domain.due.Due;
import io.campanile.domain.message.Notice;
import io.campanile.domain.message.Notices;
import java.io.IOException;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.component.kafka.KafkaConstants;
import org.apache.camel.util.TimeUtils;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The steps of the push-notification flow. Thread-safe; they block on the database. */
public final class PushNotifications {

    private static final Logger LOG = LoggerFactory.getLogger(PushNotifications.class);
    private static final String ID = "notice_id";
    /** The exchange property with the notice that is being told. */
    private static final String NOTICE = "notice";

    private final Notices notices;
    private final ObjectMapper json;
    private final Clock clock;

    public PushNotifications(Notices notices, ObjectMapper json, Clock clock) {
        this.notices = notices;
        this.json = json;
        this.clock = clock;
    }

    /** Makes the notifications of all whose pause is over, some users in each transaction. */
    public void make(int batch) {
        int looked;
        do {
            looked = notices.make(batch);
        } while (looked == batch);
    }

    /** What is sent, and what a dead letter holds: the notification's id. */
    public byte[] describe(Due due, Exchange exchange) throws JsonProcessingException {
        exchange.getMessage().setHeader(KafkaConstants.KEY, due.subject());
        return json.writeValueAsBytes(Map.of(ID, due.subject()));
    }

    /** Whether somebody still needs it; it is the exchange property {@code notice} then, as it is now. */
    public boolean isWanted(byte[] described, Exchange exchange) throws IOException {
        Optional<Notice> wanted = notices.wanted(id(described));
        wanted.ifPresent(notice -> exchange.setProperty(NOTICE, VendorNotice.of(notice)));
        return wanted.isPresent();
    }

    /** Its vendor has it. */
    public void sent(VendorNotice notice) {
        notices.end(notice.noticeId(), Notices.End.SENT, null);
        LOG.info("push notification sent: {} to {} by {}", notice.noticeId(), notice.userId(), notice.provider());
    }

    /** Ends what becomes a dead letter, so that its messages' traces say so, and makes the letter hold what can be sent again. */
    public void giveUp(Exchange failed) throws IOException {
        if (failed.getMessage().getBody() instanceof Due due) {
            failed.getMessage().setBody(describe(due, failed));
        }
        Exception cause = failed.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
        notices.end(id(failed.getMessage().getBody(byte[].class)), Notices.End.DEAD, cause == null ? null : cause.getMessage());
    }

    /** Forgets old ones, some in each transaction. */
    public void forget(String kept, int batch) {
        long before = clock.millis() - TimeUtils.toMilliSeconds(kept);
        int forgotten;
        do {
            forgotten = notices.forget(before, batch);
        } while (forgotten == batch);
    }

    private String id(byte[] described) throws IOException {
        String id = described == null ? null : json.readTree(described).path(ID).asText(null);
        if (id == null) {
            throw CodedException.invalid(ID, "is missing");
        }
        return id;
    }
}
