package io.campanile.bench.load;

/** Who gets messages and confirms them, over whatever. Confined to one event loop. */
interface Recipient {

    /** It is where messages reach it. */
    void ready();

    /** A message came. */
    void came(long mark);

    /** @return how many came, repeats not counted */
    long came();

    /** All up to the first so many are confirmed. */
    void confirmed(long upTo);

    /** All that had come was told. */
    default void idle() {
    }

    /** It was refused, or it is over. */
    void failed(String reason);
}
