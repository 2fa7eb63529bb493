package io.campanile.bench.command;

import java.util.Random;

/** How a device lives. */
enum Habit {
    /** Always there, replies at once. */
    STEADY,
    /** Comes and goes every second or two. */
    ROAMING,
    /** Always there, replies after two to five seconds. */
    LATE,
    /** Comes only after most commands were given. */
    SLEEPING,
    /** Never comes. */
    ABSENT;

    private static final long SECOND = 1_000;

    long firstAfterMs(Random random) {
        return switch (this) {
            case SLEEPING -> 40 * SECOND + random.nextInt(5_000);
            case ABSENT -> 3_600 * SECOND;
            default -> random.nextInt(2_000);
        };
    }

    boolean leaves() {
        return this == ROAMING;
    }

    long staysMs(Random random) {
        return 1_000 + random.nextInt(2_000);
    }

    long awayMs(Random random) {
        return 500 + random.nextInt(2_000);
    }

    long thinksMs(Random random) {
        return this == LATE ? 2_000 + random.nextInt(3_000) : random.nextInt(50);
    }
}
