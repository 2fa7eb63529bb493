package io.campanile.bench.system;

/** A peer is not on this machine; the text says what to install. */
public final class NotInstalledException extends RuntimeException {

    public NotInstalledException(String what) {
        super(what);
    }
}
