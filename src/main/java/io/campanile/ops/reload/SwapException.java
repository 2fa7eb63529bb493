package io.campanile.ops.reload;

/** A flow could not be swapped; what ran before runs on. */
final class SwapException extends Exception {

    private final String route;
    private final boolean busy;

    /** @param route where it failed; null when that is not known */
    SwapException(String route, String reason, boolean busy, Throwable cause) {
        super(reason, cause);
        this.route = route;
        this.busy = busy;
    }

    String route() {
        return route;
    }

    /** Whether nothing is wrong with the file: the same may succeed later. */
    boolean isBusy() {
        return busy;
    }

    /** What went wrong at the bottom of it, in one line. */
    static String reason(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null && root.getCause() != root) {
            root = root.getCause();
        }
        return root.getMessage() == null ? root.getClass().getSimpleName() : root.getMessage().strip().lines().findFirst().orElse("");
    }
}
