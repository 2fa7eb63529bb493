package io.campanile.ops.overload;

/** One sign of how much there is to do. */
public interface Load {

    /** What it is called in the log. */
    String name();

    /** How much of what it may be it is now, or was since the last call: 1 is the high mark. */
    double measure();
}
