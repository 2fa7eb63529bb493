package io.campanile.domain.message;

/**
 * Since when inboxes are numbered as they are (PROTOCOL 6). A new epoch begins by itself when the database is found to be older
 * than it was; an operator can begin one as well. Thread-safe; blocks on the database.
 */
public interface Epochs {

    /** The present one, as clients see it. */
    String present();

    /**
     * Lets the numbering of every inbox begin anew: what some installation has not confirmed is numbered from 1, and each goes on where
     * it was. What was delivered stays so.
     *
     * @return the new one
     */
    String begin();
}
