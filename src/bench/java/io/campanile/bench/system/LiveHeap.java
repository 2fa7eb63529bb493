package io.campanile.bench.system;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;

/** What lives in another JVM's heap. */
public final class LiveHeap {

    private LiveHeap() {
    }

    /**
     * Collects, and adds up what is left ({@code jcmd GC.class_histogram}).
     *
     * @return bytes
     */
    public static long of(Child jvm) throws IOException, InterruptedException {
        Process jcmd = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                String.valueOf(jvm.pid()), "GC.class_histogram").redirectErrorStream(true).start();
        String total = "";
        try (BufferedReader lines = jcmd.inputReader()) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                total = line.startsWith("Total") ? line : total;
            }
        }
        if (jcmd.waitFor() != 0 || total.isEmpty()) {
            throw new IllegalStateException("jcmd could not look into " + jvm);
        }
        return Long.parseLong(total.trim().split(" +")[2]);
    }
}
