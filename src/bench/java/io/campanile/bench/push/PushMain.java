package io.campanile.bench.push;

import io.campanile.bench.system.Node;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Pushes to a third of 9,000 connections on two nodes, group after group, and prints whom it reached:
 * <pre>
 * mvn -q test-compile org.codehaus.mojo:exec-maven-plugin:3.6.2:exec -Dexec.executable=java -Dexec.classpathScope=test \
 *   -Dexec.args="-Xmx768m -cp %classpath io.campanile.bench.push.PushMain [connections] [groups] [pushes]"
 * </pre>
 * 9,000 connections, 3 groups and 12 pushes unless said; it takes a minute and 20,000 open files (ulimit -n). Exit status 0:
 * every push reached the connections it was meant for, each once, and no other, and its outcome said so.
 */
public final class PushMain {

    private PushMain() {
    }

    public static void main(String[] args) throws Exception {
        int connections = args.length > 0 ? Integer.parseInt(args[0]) : 9_000;
        int groups = args.length > 1 ? Integer.parseInt(args[1]) : 3;
        int pushes = args.length > 2 ? Integer.parseInt(args[2]) : 12;
        Verdict verdict = run(Files.createTempDirectory("push"), connections, groups, pushes);
        System.out.println(verdict);
        System.exit(verdict.isExact() ? 0 : 1);
    }

    /** Starts two nodes below the directory, and judges them. */
    public static Verdict run(Path directory, int connections, int groups, int pushes) throws Exception {
        try (Node first = Node.first(Files.createDirectory(directory.resolve("first")));
             Node second = Node.second(Files.createDirectory(directory.resolve("second")), first)) {
            return new ConditionalPushes(first, second, connections, groups).run(pushes);
        }
    }
}
