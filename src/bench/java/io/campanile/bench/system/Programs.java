package io.campanile.bench.system;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.stream.Stream;

/** Programs of the operating system. */
final class Programs {

    private Programs() {
    }

    /**
     * Finds a program on the path, or where Debian keeps servers.
     *
     * @param packages what brings it
     * @throws NotInstalledException when it is not there
     */
    static String require(String program, String packages) {
        return Stream.concat(Arrays.stream(System.getenv("PATH").split(File.pathSeparator)), Stream.of("/usr/sbin"))
                .map(directory -> Path.of(directory, program)).filter(Files::isExecutable).findFirst().map(Path::toString)
                .orElseThrow(() -> new NotInstalledException(program + " is not installed (apt-get install " + packages + ")"));
    }

    /** Waits until the process takes connections, and ends it when it does not. */
    static void awaitPort(Child process, int port, Duration atMost) throws InterruptedException {
        try {
            process.awaitPort(port, atMost);
        } catch (IllegalStateException e) {
            process.close();
            throw e;
        }
    }
}
