package io.campanile.flow.message;

import io.campanile.domain.CodedException;
import io.campanile.domain.ErrorCode;
import io.campanile.domain.message.Acks;
import io.campanile.domain.message.Delivery;
import io.campanile.domain.session.Account;
import io.campanile.domain.session.Accounts;
import io.campanile.domain.session.Principal;
import io.campanile.domain.session.Role;
import io.campanile.domain.session.ServiceRequests.ServiceRequest;
import io.campanile.flow.Headers;
import io.campanile.flow.Unavailable;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.BiFunction;
import java.util.function.Predicate;
import org.apache.camel.AsyncProducer;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;

/**
 * What users ask about messages by edges that know of them only who they are: MQTT and lines (PROTOCOL 4, 6 and 10). The
 * requests of one thread keep their order. Thread-safe.
 */
public final class UserMessages {

    private static final String SEND = "direct:message-send?block=false";

    private final CamelContext camel;
    private final Predicate<Map<String, Object>> quick;
    private final Accounts accounts;
    private final Acks acks;
    private final BiFunction<String, String, Optional<Delivery>> live;
    private final Executor blocking;
    private volatile AsyncProducer producer;

    /**
     * @param quick    whether sending that needs not ask the database for anything
     * @param live     the delivery to a user's installation, where it is this edge's
     * @param blocking where the database may be asked
     */
    public UserMessages(CamelContext camel, Predicate<Map<String, Object>> quick, Accounts accounts, Acks acks,
            BiFunction<String, String, Optional<Delivery>> live, Executor blocking) {
        this.camel = camel;
        this.quick = quick;
        this.accounts = accounts;
        this.acks = acks;
        this.live = live;
        this.blocking = blocking;
    }

    /** Sends a message; answers its {@code msg_id} and {@code timestamp} once it is durable. */
    public CompletionStage<Map<String, Object>> send(ServiceRequest request) {
        CompletableFuture<Map<String, Object>> answer = new CompletableFuture<>();
        if (quick.test(request.values())) {
            send(request, answer);
        } else {
            blocking.execute(() -> send(request, answer));
        }
        return answer;
    }

    private void send(ServiceRequest request, CompletableFuture<Map<String, Object>> answer) {
        try {
            AsyncProducer flow = flow();
            Exchange exchange = flow.getEndpoint().createExchange();
            exchange.getMessage().setBody(request.values());
            exchange.getMessage().setHeader(Headers.PRINCIPAL, principal(request));
            flow.process(exchange, done -> settle(exchange, answer));
        } catch (RuntimeException e) {
            answer.completeExceptionally(e);
        }
    }

    /** Made when it is needed first: which component it is of is known once all is wired. */
    private AsyncProducer flow() {
        if (producer == null) {
            synchronized (this) {
                if (producer == null) {
                    try {
                        AsyncProducer made = camel.getEndpoint(SEND).createAsyncProducer();
                        made.start();
                        producer = made;
                    } catch (Exception e) {
                        throw new IllegalStateException("no endpoint " + SEND, e);
                    }
                }
            }
        }
        return producer;
    }

    @SuppressWarnings("unchecked")
    private static void settle(Exchange exchange, CompletableFuture<Map<String, Object>> answer) {
        Exception failure = exchange.getException();
        if (failure == null) {
            answer.complete(exchange.getMessage().getBody(Map.class));
        } else {
            answer.completeExceptionally(Unavailable.is(failure) ? new CodedException(ErrorCode.UNAVAILABLE, Unavailable.TEXT) : failure);
        }
    }

    /** Their roles matter only to who sends on behalf of another, which is rare. */
    private Principal principal(ServiceRequest request) {
        Set<Role> roles = request.values().get("from") == null ? Set.of()
                : accounts.find(request.userId()).map(Account::roles).orElse(Set.of());
        return Principal.user(request.userId(), roles, null, Long.MAX_VALUE, Long.MAX_VALUE);
    }

    /** Confirms everything up to a number: where it was pushed, or, when no connection of that installation is here, in the inbox. */
    public CompletionStage<Map<String, Object>> ack(ServiceRequest request) {
        if (!(request.values().get("epoch") instanceof String epoch)) {
            return CompletableFuture.failedFuture(CodedException.invalid("epoch", "must be a string"));
        }
        Object given = request.values().get("inbox_seq");
        if (!(given instanceof Integer || given instanceof Long) || ((Number) given).longValue() < 0) {
            return CompletableFuture.failedFuture(CodedException.invalid("inbox_seq", "must be a whole number from 0"));
        }
        long inboxSeq = ((Number) given).longValue();
        return live.apply(request.userId(), request.clientId())
                .map(delivery -> delivery.confirm(epoch, inboxSeq))
                .orElseGet(() -> acks.confirm(request.userId(), request.clientId(), epoch, inboxSeq))
                .thenApply(done -> Map.of());
    }
}
