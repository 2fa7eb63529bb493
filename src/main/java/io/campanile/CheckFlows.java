package io.campanile;

import io.campanile.ops.guard.EdgeRoutes;
import io.campanile.ops.guard.FlowCheck;
import io.campanile.ops.guard.FlowFile;
import io.campanile.ops.guard.Problem;
import io.campanile.settings.Settings;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Checks the flow files of a folder as a node would before it lets them in, and needs none: {@code routes/README.md}. */
public final class CheckFlows {

    private CheckFlows() {
    }

    /** Prints {@code file:line: reason} for each problem; exit status 1 when there is one. */
    public static void main(String[] arguments) {
        List<String> problems = of(Path.of(arguments.length > 0 ? arguments[0] : "routes"));
        PrintWriter out = new PrintWriter(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
        problems.forEach(out::println);
        if (!problems.isEmpty()) {
            System.exit(1);
        }
    }

    /** @return {@code file:line: reason}, in order; empty when all may be let in */
    public static List<String> of(Path folder) {
        List<FlowFile> files = FlowFile.in(folder);
        FlowCheck check = check(Settings.load(Path.of("application.properties")));
        List<String> problems = new ArrayList<>();
        for (FlowFile file : files) {
            for (Problem problem : check.check(file, files)) {
                problems.add(folder.resolve(file.name()) + ":" + problem.line() + ": " + problem.reason());
            }
        }
        return problems;
    }

    /** As a node with these settings would check, but for the routes that it has beside the flows. */
    public static FlowCheck check(Settings settings) {
        return new FlowCheck(settings.all(), FlowBeans.TYPES, () -> EdgeRoutes.NONE);
    }
}
