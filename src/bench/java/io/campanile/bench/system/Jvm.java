package io.campanile.bench.system;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The command that starts a Java program: the same JVM, with the same options, for the gateway and for every peer in Java. */
final class Jvm {

    /** Pauses of G1 take as long in a smaller heap and come more often; huge pages spare a guest machine much of its way to memory. */
    private static final List<String> OPTIONS = List.of("-Xms4g", "-Xmx4g", "-XX:+UseG1GC", "-XX:+UseTransparentHugePages", "-XX:+AlwaysPreTouch");

    private Jvm() {
    }

    /** @param own options of this program only, such as {@code -Dkey=value} */
    static List<String> command(String classPath, List<String> own, String mainClass, String... arguments) {
        List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        command.addAll(OPTIONS);
        command.addAll(own);
        command.addAll(List.of("-cp", classPath, mainClass));
        command.addAll(List.of(arguments));
        return command;
    }
}
