package io.campanile.domain.message;

/** Who can be written to. Thread-safe. */
public interface Recipients {

    /** Everybody. */
    Recipients ANYBODY = new Recipients() {
        @Override
        public boolean isKnown(String userId) {
            return true;
        }

        @Override
        public void require(String userId) {
            // whoever it is, they may come
        }
    };

    /** What is known without asking; false also means: not yet. Never blocks. */
    boolean isKnown(String userId);

    /**
     * May block on the database; never for who is {@linkplain #isKnown known}.
     *
     * @throws io.campanile.domain.CodedException 404 when there is no such user
     */
    void require(String userId);
}
