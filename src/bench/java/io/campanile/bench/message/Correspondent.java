package io.campanile.bench.message;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.campanile.bench.checker.Backoff;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * A user with one installation: writes one message after the other, each until it is accepted, confirms what it is pushed, now
 * and then late, and comes back when its connection ends. Thread-safe.
 */
final class Correspondent implements AutoCloseable {

    private static final long PATIENCE_MS = 5_000;
    private static final long PAUSE_MS = 300;
    private static final int CONFIRM_ONE_IN = 4;
    private static final long CONFIRM_MS = 1_000;
    /** Longer than PROTOCOL 6 waits before it pushes again. */
    private static final long CONFIRM_LATE_MS = 8_000;
    private static final int REPEAT_ONE_IN = 50;
    /** Codes with which nothing is wrong: it may have been accepted, or comes too fast (PROTOCOL 1). */
    private static final Set<Integer> LATER = Set.of(429, 503);

    private final String id;
    private final Function<Correspondent, Line> lines;
    private final List<String> friends;
    private final Ledger ledger;
    private final Findings findings;
    private final Executor workers;
    private final Random random;
    private final boolean isSlow;
    private final Backoff backoff = new Backoff();
    private final Map<String, Long> written = new HashMap<>();
    private final Deque<Letter> again = new ArrayDeque<>();
    private Letter outstanding;
    private Line sentOn;
    private long nextSend;
    private long confirmAt;
    private String epoch;
    private Line line;
    private boolean connected;
    private boolean writing;
    private boolean closed;

    /** @param isSlow whether it confirms so late that it is pushed again */
    Correspondent(String id, Function<Correspondent, Line> lines, List<String> friends, Ledger ledger, Findings findings, Executor workers,
            Random random, boolean isSlow) {
        this.id = id;
        this.lines = lines;
        this.friends = friends;
        this.ledger = ledger;
        this.findings = findings;
        this.workers = workers;
        this.random = random;
        this.isSlow = isSlow;
    }

    String id() {
        return id;
    }

    /** Blocks until it is connected. */
    void connect() {
        while (true) {
            Line next = lines.apply(this);
            synchronized (this) {
                if (closed) {
                    return;
                }
                line = next;
            }
            boolean opened = open(next);
            synchronized (this) {
                if (opened && !next.over && !closed) {
                    connected = true;
                    backoff.reset();
                    return;
                }
                line = null;
            }
            next.cut();
            pause(backoff.nextMs());
        }
    }

    private static boolean open(Line next) {
        try {
            next.open();
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } catch (Exception e) {
            // It is away; the next attempt may find it
            return false;
        }
    }

    private static void pause(long ms) {
        try {
            TimeUnit.MILLISECONDS.sleep(ms);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    synchronized void ended(Line from, String how) {
        from.over = true;
        if (from == line && connected) {
            connected = false;
            line = null;
            findings.note(how);
            findings.reconnects.increment();
            if (!closed) {
                workers.execute(() -> {
                    pause(backoff.nextMs());
                    connect();
                });
            }
        }
    }

    synchronized void write() {
        writing = true;
    }

    /** No new messages from now on; what is not answered is still sent again. */
    synchronized void stopWriting() {
        writing = false;
        again.clear();
    }

    synchronized boolean isSettled() {
        return outstanding == null && connected && line.confirmed >= line.last;
    }

    /** To be called once for every message that is to be written. @param cut how likely its connection is cut now */
    synchronized void tick(double cut) {
        if (!connected) {
            return;
        }
        long now = System.currentTimeMillis();
        if (writing && random.nextDouble() < cut) {
            workers.execute(line::cut);
            ended(line, "connections cut");
            return;
        }
        if (outstanding == null && !again.isEmpty()) {
            findings.sentAgain.increment();
            ask(again.remove());
        } else if (outstanding == null && writing) {
            String to = friends.get(random.nextInt(friends.size()));
            outstanding = new Letter(id, to, written.merge(to, 1L, Long::sum));
            send(outstanding, now);
        } else if (outstanding != null && (sentOn != line || now >= nextSend)) {
            findings.sentAgain.increment();
            send(outstanding, now);
        }
        // Sending may have found that the connection is gone
        if (connected && line.last > line.confirmed && now >= confirmAt) {
            confirm(line.last, now);
        }
    }

    private void send(Letter letter, long now) {
        sentOn = line;
        nextSend = now + PATIENCE_MS;
        ask(letter);
    }

    private void ask(Letter letter) {
        ObjectNode values = Line.JSON.createObjectNode().put("to", letter.to()).put("type", "text").put("client_msg_id", letter.clientMsgId());
        values.putObject("content").put("n", letter.n());
        line.ask(Line.Request.SEND, "s:" + letter.clientMsgId(), values);
    }

    private void confirm(long number, long now) {
        confirmAt = now + (isSlow && writing ? CONFIRM_LATE_MS : CONFIRM_MS);
        line.ask(Line.Request.ACK, "a:" + number, Line.JSON.createObjectNode().put("epoch", epoch).put("inbox_seq", number));
    }

    synchronized void pushed(Line from, JsonNode message) {
        if (from != line) {
            return;
        }
        Arrival arrival = Arrival.of(message);
        if (!arrival.epoch().equals(epoch)) {
            findings.note("epochs seen");
            epoch = arrival.epoch();
            from.last = 0;
        }
        ledger.diary(id).pushed(arrival, from.last);
        from.last = Math.max(from.last, arrival.inboxSeq());
        if (connected && !isSlow && random.nextInt(CONFIRM_ONE_IN) == 0) {
            confirm(from.last, System.currentTimeMillis());
        }
    }

    synchronized void answered(String requestId, int code, String msg, JsonNode values) {
        if (code != 0) {
            findings.note("answers " + code);
            findings.require(LATER.contains(code), Fault.REFUSED, id + " was answered " + code + " (" + msg + ") to " + requestId);
            nextSend = System.currentTimeMillis() + PAUSE_MS;
        } else if (requestId.startsWith("s:")) {
            Letter letter = Letter.of(id, requestId.substring(2));
            ledger.accepted(letter, values.path("msg_id").asText());
            if (letter.equals(outstanding)) {
                outstanding = null;
            }
            if (writing && random.nextInt(REPEAT_ONE_IN) == 0) {
                again.add(letter);
            }
        } else if (requestId.startsWith("a:") && line != null) {
            line.confirmed = Math.max(line.confirmed, Long.parseLong(requestId.substring(2)));
        }
    }

    void reset(JsonNode values) {
        findings.find(Fault.NOT_PUSHED, id + " was told that its inbox does not go on where it was: " + values);
    }

    void heardNonsense(String text) {
        findings.find(Fault.ALTERED, id + " was sent what is not JSON: " + text);
    }

    @Override
    public synchronized void close() {
        closed = true;
        connected = false;
        if (line != null) {
            workers.execute(line::cut);
        }
    }
}
