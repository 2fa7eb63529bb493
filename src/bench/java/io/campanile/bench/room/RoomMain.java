package io.campanile.bench.room;

import io.campanile.bench.checker.Arguments;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A room whose members come and go while others speak and a node is killed with -9, on two nodes:
 * <pre>
 * mvn -q test-compile org.codehaus.mojo:exec-maven-plugin:3.6.2:exec -Dexec.executable=java -Dexec.classpathScope=test \
 *   -Dexec.args="-Xmx2g -cp %classpath io.campanile.bench.room.RoomMain [members=10000] [online=3000] [changes=200] [rate=50] …"
 * </pre>
 * See {@link Plan} for all that can be said. Exit status 0: each member got exactly the messages between joining and leaving, once, in order.
 */
public final class RoomMain {

    private RoomMain() {
    }

    public static void main(String[] args) throws Exception {
        Verdict verdict = run(Files.createTempDirectory("room"), Plan.of(new Arguments(args)));
        System.out.println(verdict);
        System.exit(verdict.isExact() ? 0 : 1);
    }

    /** Starts two nodes below the directory, and judges them. */
    public static Verdict run(Path directory, Plan plan) throws Exception {
        try (Hall hall = new Hall(directory, plan)) {
            return new Gathering(hall, plan).run();
        }
    }
}
