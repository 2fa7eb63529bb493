package io.campanile.domain.session;

import java.util.List;

/** The connections of one transport on this node, when they are to go to another node (PROTOCOL 11). Thread-safe. */
public interface Drainable {

    /** Takes no more from now on. */
    void refuse();

    /** What sends each of those away that are there now; does not block, and does no harm to one that is gone. */
    List<Runnable> goodbyes();

    /** How many are still there. */
    int present();
}
