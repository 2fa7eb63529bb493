package io.campanile.edge.websocket;

import io.campanile.domain.session.ConnectionState;
import java.time.Clock;
import java.time.Duration;

/**
 * When a client was heard and when it did something, and how that makes its connection look. Written on the connection's
 * event loop only; what it did last, and the state, may be asked from anywhere.
 */
final class Activity {

    private final Clock clock;
    private final long idleAfter;
    private volatile long last;
    private volatile long beforeLogin;
    private long heardAt;

    /** @param idleAfter who has done nothing for this long is idle */
    Activity(Clock clock, Duration idleAfter) {
        this.clock = clock;
        this.idleAfter = idleAfter.toMillis();
        touch();
    }

    /** A frame came that is no pong. */
    void touch() {
        heard();
        last = heardAt;
    }

    /** It lives, whether its client does anything or not. */
    void heard() {
        heardAt = clock.millis();
    }

    void loggedIn() {
        beforeLogin = last;
    }

    /** When anything came from it last, ms; on its event loop. */
    long heardAt() {
        return heardAt;
    }

    /** When the last frame came from it that was no pong, ms. */
    long last() {
        return last;
    }

    /** What it looks like while it is not closing. */
    ConnectionState state(boolean loggedIn) {
        if (!loggedIn) {
            return ConnectionState.CONNECTED;
        }
        if (clock.millis() - last >= idleAfter) {
            return ConnectionState.IDLE;
        }
        return last == beforeLogin ? ConnectionState.AUTHENTICATED : ConnectionState.ACTIVE;
    }
}
