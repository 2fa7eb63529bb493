package io.campanile.edge.line;

import io.campanile.domain.CodedException;
import io.campanile.domain.ErrorCode;
import io.campanile.edge.limit.RateLimit;
import io.campanile.flow.Unavailable;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetSocket;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The lines of one connection, one after the other: a line is read once the one before is answered and its client has taken
 * the answer, so what waits is bounded by what one read brings. Belongs to the connection's event loop.
 */
final class LineDialogue {

    private static final Logger LOG = LoggerFactory.getLogger(LineDialogue.class);

    private final LineConnection connection;
    private final NetSocket socket;
    private final Commands commands;
    private final LineDecoder decoder;
    private final RateLimit rate;
    private boolean busy;
    private boolean working;
    private boolean paused;

    LineDialogue(LineConnection connection, NetSocket socket, Commands commands, LineDecoder decoder, RateLimit rate) {
        this.connection = connection;
        this.socket = socket;
        this.commands = commands;
        this.decoder = decoder;
        this.rate = rate;
    }

    void read(Buffer chunk) {
        decoder.feed(chunk.getByteBuf());
        goOn();
    }

    /** Reads on as far as it may; also to be called when the client takes answers again. */
    void goOn() {
        if (working) {
            return;
        }
        working = true;
        boolean more = true;
        while (more && !busy && !socket.writeQueueFull() && !connection.isClosing()) {
            more = readLine();
        }
        working = false;
        hold(more && !connection.isClosing());
    }

    private void hold(boolean now) {
        if (now != paused) {
            paused = now;
            if (now) {
                socket.pause();
            } else {
                socket.resume();
            }
        }
    }

    /** @return false when there is no line yet */
    private boolean readLine() {
        String name = "";
        try {
            String line = decoder.next();
            if (line == null) {
                if (decoder.isHopeless()) {
                    connection.close(Farewell.ENDLESS);
                }
                return false;
            }
            connection.touch();
            long retryAfter = rate.tryPass();
            Commands.Call call = commands.parse(line);
            name = call.command().name();
            if (retryAfter > 0) {
                throw new CodedException(ErrorCode.TOO_MANY, "too many lines, wait " + retryAfter + " ms");
            }
            call.command().admit(connection.principal());
            perform(call);
        } catch (CodedException e) {
            connection.send(error(name, e));
        }
        return true;
    }

    private void perform(Commands.Call call) {
        busy = true;
        String name = call.command().name();
        Future<String> answer = call.command().handler().handle(connection, call.arguments());
        answer.onComplete(done -> {
            busy = false;
            connection.send(done.succeeded() ? ok(name, done.result()) : error(name, coded(name, done.cause())));
            connection.answered();
            if (done.succeeded() && connection.isLeaving()) {
                connection.close(Farewell.NONE);
            }
            goOn();
        });
    }

    private static String ok(String name, String detail) {
        return detail.isEmpty() ? "ok:" + name : "ok:" + name + ":" + LineText.escape(detail);
    }

    private static String error(String name, CodedException e) {
        return "error:" + name + ":" + e.code().number() + ":" + LineText.escape(e.getMessage());
    }

    private CodedException coded(String name, Throwable failure) {
        if (failure instanceof CodedException coded) {
            return coded;
        }
        if (Unavailable.is(failure)) {
            return new CodedException(ErrorCode.UNAVAILABLE, Unavailable.TEXT);
        }
        LOG.error("{} failed for {} at {}", name, connection.owner(), connection.address(), failure);
        return new CodedException(ErrorCode.INTERNAL, "an error on our side");
    }
}
