package io.campanile.edge.websocket;

import io.campanile.domain.CodedException;
import io.campanile.domain.ErrorCode;
import io.campanile.edge.limit.RateLimit;
import io.campanile.flow.InvalidInput;
import io.campanile.flow.Unavailable;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ServerWebSocket;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The requests of one connection: dispatched and answered in the order they came, many in flight (PROTOCOL 5). It reads
 * no further while a login is not answered, too many are in flight, or the client does not take what it is sent or sends
 * far too much.
 * Belongs to the connection's event loop.
 */
final class Requests {

    private static final Logger LOG = LoggerFactory.getLogger(Requests.class);
    private static final int MAX_IN_FLIGHT = 1024;
    /** For how long nothing is read from a client that sends far too much: seldom enough to cost little, short for one that paused. */
    private static final int BREATHER_MS = 100;
    /** A timer and no task: the loop looks after its other connections before it fires. */
    private static final int NEXT_BATCH_MS = 1;

    /** A request's place in the order of answers. */
    private static final class Turn {
        private Buffer frame;
        private Runnable afterwards;
        private boolean done;
        private boolean outOfOrder;
        private final long begun = System.nanoTime();
    }

    private final Connection connection;
    private final ServerWebSocket socket;
    private final FrameCodec codec;
    private final Catalogue catalogue;
    private final RequestHandler handler;
    private final RateLimit rate;
    private final RateLimit frames;
    private final int batch;
    private final Runnable turnEnded = () -> handledThisTurn = 0;
    private final WebSocketMetrics metrics;
    private final Deque<Turn> turns = new ArrayDeque<>();
    private boolean exclusive;
    private boolean paused;
    private boolean finishing;
    private boolean resting;
    private int handledThisTurn;

    /**
     * @param rate   of requests: those beyond are answered 429
     * @param frames of any kind, those refused included: beyond it reading pauses, and TCP slows the client down
     * @param batch  how many frames are handled before the other connections of the event loop have their turn
     */
    Requests(Connection connection, ServerWebSocket socket, FrameCodec codec, Catalogue catalogue, RequestHandler handler,
            RateLimit rate, RateLimit frames, int batch, WebSocketMetrics metrics) {
        this.connection = connection;
        this.socket = socket;
        this.codec = codec;
        this.catalogue = catalogue;
        this.handler = handler;
        this.rate = rate;
        this.metrics = metrics;
        this.frames = frames;
        this.batch = batch;
    }

    /** To be called for every frame: fragments cost as requests do. */
    void countFrame() {
        if (handledThisTurn == 0) {
            connection.later(turnEnded);
        }
        handledThisTurn++;
        if (frames.tryPass() > 0) {
            rest(BREATHER_MS);
        } else if (handledThisTurn >= batch) {
            rest(NEXT_BATCH_MS);
        }
        regulate();
    }

    private void rest(int millis) {
        if (!resting) {
            resting = true;
            connection.after(millis, () -> {
                resting = false;
                regulate();
            });
        }
    }

    void accept(Buffer message) {
        Request request = codec.decode(connection, message);
        Turn turn = new Turn();
        Service service;
        try {
            service = admit(request);
        } catch (CodedException e) {
            turns.add(turn);
            complete(request, known(request), turn, null, e);
            return;
        }
        turn.outOfOrder = service.pace() == Service.Pace.URGENT;
        if (!turn.outOfOrder) {
            turns.add(turn);
        }
        exclusive = service.pace() == Service.Pace.EXCLUSIVE;
        handler.handle(request, service, (answer, failure) -> connection.execute(() -> {
            if (service.pace() == Service.Pace.EXCLUSIVE) {
                exclusive = false;
            }
            complete(request, service, turn, answer, failure);
        }));
        regulate();
    }

    /** Takes no more, and closes the connection with 1001 once all that came is answered. */
    void finish() {
        finishing = true;
        regulate();
        closeIfFinished();
    }

    private void closeIfFinished() {
        if (finishing && turns.isEmpty()) {
            connection.closing().onceDrained(CloseCode.SHUTTING_DOWN);
        }
    }

    /** Reads on or not, as it should be now; also to be called when the socket takes more. */
    void regulate() {
        boolean hold = finishing || resting || exclusive || turns.size() >= MAX_IN_FLIGHT || connection.outbox().isBlocked();
        if (hold != paused && !connection.isClosing()) {
            paused = hold;
            if (hold) {
                socket.pause();
            } else {
                socket.resume();
            }
        }
    }

    private Service admit(Request request) {
        long retryAfter = rate.tryPass();
        if (retryAfter > 0) {
            throw new CodedException(ErrorCode.TOO_MANY, "too many requests on this connection", Map.of("retry_after_ms", retryAfter));
        }
        if (request.fault() != null) {
            throw request.fault();
        }
        Service service = catalogue.find(request.service()).orElseThrow(() -> CodedException.notFound("service"));
        service.admit(connection.principal());
        return service;
    }

    private Service known(Request request) {
        return request.service() == null ? null : catalogue.find(request.service()).orElse(null);
    }

    private void complete(Request request, Service service, Turn turn, Object answer, Throwable failure) {
        CodedException coded = failure == null ? null : coded(request, failure);
        metrics.completed(service, connection, System.nanoTime() - turn.begun, coded);
        if (coded != null) {
            turn.frame = codec.failure(request, coded);
        } else {
            Object values = answer instanceof Answer full ? full.values() : answer;
            turn.frame = request.id() == null ? null : codec.success(request, values);
            turn.afterwards = answer instanceof Answer full ? full.afterwards() : null;
        }
        turn.done = true;
        if (turn.outOfOrder) {
            write(turn);
        }
        while (!turns.isEmpty() && turns.peek().done) {
            write(turns.remove());
        }
        closeIfFinished();
        regulate();
    }

    private void write(Turn turn) {
        if (turn.frame != null) {
            connection.send(turn.frame);
        }
        if (turn.afterwards != null) {
            turn.afterwards.run();
        }
    }

    private CodedException coded(Request request, Throwable failure) {
        if (failure instanceof CodedException coded) {
            return coded;
        }
        if (Unavailable.is(failure)) {
            return new CodedException(ErrorCode.UNAVAILABLE, Unavailable.TEXT);
        }
        Optional<CodedException> invalid = InvalidInput.of(failure);
        if (invalid.isPresent()) {
            return invalid.get();
        }
        LOG.error("{} failed for {} at {}", request.service(), connection.owner(), connection.address(), failure);
        return new CodedException(ErrorCode.INTERNAL, "an error on our side");
    }
}
