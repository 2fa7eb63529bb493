package io.campanile.store.redis;

import io.campanile.domain.session.ConnectionEntry;
import io.campanile.domain.session.ConnectionState;
import io.campanile.domain.session.LiveConnection;

/** A connection of this node with what Redis has of it. Belongs to the thread that writes, but for {@link #end} and {@link #loggedIn}. */
final class HeldConnection {

    private final LiveConnection connection;
    private volatile boolean ended;
    private volatile long loggedInAt;
    private long claimedAt;
    private ConnectionState writtenState;
    private long writtenActivity;

    HeldConnection(LiveConnection connection) {
        this.connection = connection;
    }

    LiveConnection connection() {
        return connection;
    }

    /** It is gone; on any thread. */
    void end() {
        ended = true;
    }

    boolean ended() {
        return ended;
    }

    /** On the thread of its edge. @param now µs; the first time counts */
    void loggedIn(long now) {
        loggedInAt = loggedInAt == 0 ? now : loggedInAt;
    }

    /** µs by our clock; 0 until then. */
    long loggedInAt() {
        return loggedInAt;
    }

    /** Whether Redis has to be told anew whose its installation is. */
    boolean claimDue(long now) {
        return loggedInAt != 0 && now - claimedAt > InstallationClaims.LASTING.toMillis() / 2;
    }

    void claimed(long now) {
        claimedAt = now;
    }

    /** Redis may have forgotten it. */
    void forgotten() {
        claimedAt = 0;
        writtenState = null;
    }

    /** Whether Redis has an entry of it that is as good as this one. */
    boolean written(ConnectionState state, long lastActivity) {
        return state == writtenState && lastActivity == writtenActivity;
    }

    void written(ConnectionEntry entry) {
        writtenState = entry.state();
        writtenActivity = entry.lastActivity();
    }
}
