package io.campanile.bench.checker;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** Where the programs print. */
public final class Terminal {

    private Terminal() {
    }

    /** Java 17 prints in the locale's encoding, which for many a service account is ASCII: bars would be question marks. */
    public static void speakUtf8() {
        System.setOut(new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8));
    }
}
