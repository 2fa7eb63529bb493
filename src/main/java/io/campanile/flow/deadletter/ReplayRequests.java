package io.campanile.flow.deadletter;

import io.campanile.domain.CodedException;
import io.campanile.domain.ErrorCode;
import io.campanile.domain.deadletter.DeadLetter;
import io.campanile.domain.deadletter.Replays;
import io.campanile.flow.Unavailable;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;

/** Asks the dead-letter-replay flow, from REST and JMX alike. Thread-safe. */
public final class ReplayRequests implements Replays {

    private static final String FLOW = "direct:dead-letter-replay?block=false";

    private final ProducerTemplate producer;
    private final Duration patience;

    /** @param patience after it the asker is told to repeat; the replay itself goes on, and the repeat then learns of it */
    public ReplayRequests(ProducerTemplate producer, Duration patience) {
        this.producer = producer;
        this.patience = patience;
    }

    @Override
    public DeadLetter replay(String id, String body) {
        try {
            Exchange done = producer.asyncSend(FLOW, exchange -> exchange.getMessage().setBody(new DeadLetterReplay.Request(id, body)))
                    .get(patience.toMillis(), TimeUnit.MILLISECONDS);
            if (done.getException() != null) {
                throw refusal(done.getException());
            }
            return done.getMessage().getBody(DeadLetter.class);
        } catch (TimeoutException e) {
            throw new CodedException(ErrorCode.UNAVAILABLE, Unavailable.TEXT);
        } catch (ExecutionException e) {
            throw refusal(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CodedException(ErrorCode.UNAVAILABLE, Unavailable.TEXT);
        }
    }

    private static RuntimeException refusal(Throwable failure) {
        if (failure instanceof CodedException coded) {
            return coded;
        }
        return Unavailable.is(failure) ? new CodedException(ErrorCode.UNAVAILABLE, Unavailable.TEXT)
                : new IllegalStateException("a dead letter could not be replayed", failure);
    }
}
