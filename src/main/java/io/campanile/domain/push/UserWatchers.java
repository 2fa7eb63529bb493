package io.campanile.domain.push;

import io.campanile.domain.session.UserPresence;
import java.util.Set;

/** Those connected to this node who watch users. Thread-safe; never blocks. */
public interface UserWatchers {

    boolean isWatched(String userId);

    /** Everybody whom somebody here watches. */
    Set<String> watched();

    /** Pushes {@code /push/presence} to whom it is news; a slow watcher gets the newest, never a backlog of old ones. */
    void presenceChanged(UserPresence presence);
}
