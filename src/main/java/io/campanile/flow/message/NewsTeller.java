package io.campanile.flow.message;

import io.campanile.domain.message.Receipt;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.Executor;
import org.apache.camel.Message;
import org.apache.camel.ProducerTemplate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells all nodes what does not come with the message-deliver flow. Nothing waits for it, and nobody misses what is lost. Thread-safe. */
public final class NewsTeller {

    private static final Logger LOG = LoggerFactory.getLogger(NewsTeller.class);
    private static final String FLOW = "direct:message-push?block=false";

    private final News news;
    private final ProducerTemplate producer;
    private final Executor workers;

    /** @param workers where it may block */
    public NewsTeller(News news, ProducerTemplate producer, Executor workers) {
        this.news = news;
        this.producer = producer;
        this.workers = workers;
    }

    public void confirmed(List<News.Confirmed> confirmed) {
        workers.execute(() -> send(news.confirmed(confirmed)));
    }

    public void receipts(Collection<Receipt> receipts) {
        workers.execute(() -> send(news.receipts(receipts)));
    }

    /** Those of this node are told already. */
    public void roomChanges(List<Inbox.Told> done) {
        workers.execute(() -> send(news.roomChanges(done)));
    }

    private void send(List<Message> records) {
        if (!records.isEmpty()) {
            producer.asyncSend(FLOW, exchange -> exchange.getMessage().setBody(records)).whenComplete((sent, failure) -> {
                if (failure != null || sent.getException() != null) {
                    LOG.debug("{} records of news were not told", records.size());
                }
            });
        }
    }
}
