package io.campanile.ops.guard;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A flow as it is written down.
 *
 * @param name of the file, without its folder: {@code device-report.camel.yaml}
 * @param text what is in it
 */
public record FlowFile(String name, String text) {

    /** How the names of all flow files end. */
    public static final String SUFFIX = ".camel.yaml";

    private static final Pattern ID = Pattern.compile("(?m)^[\\s-]*id: *\"?([\\w-]+)");
    private static final Pattern GROUP = Pattern.compile("(?m)^[\\s-]*group: *\"?([\\w-]+)");

    /**
     * The flow files of a folder, by their names.
     *
     * @throws UncheckedIOException when they cannot be read
     */
    public static List<FlowFile> in(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            List<FlowFile> read = new ArrayList<>();
            for (Path file : files.filter(file -> file.toString().endsWith(SUFFIX)).sorted().toList()) {
                read.add(new FlowFile(file.getFileName().toString(), Files.readString(file)));
            }
            return read;
        } catch (IOException e) {
            throw new UncheckedIOException("the flows in " + folder + " cannot be read", e);
        }
    }

    /** A file of unknown name: it is the present one that most of its ids belong to, else what its first group says. */
    public static FlowFile unnamed(String text, Collection<FlowFile> present) {
        List<String> ids = values(ID, text);
        String known = present.stream().map(FlowFile::flow)
                .max(Comparator.comparingLong((String flow) -> ids.stream().filter(id -> id.startsWith(flow + "-")).count()))
                .filter(flow -> ids.stream().anyMatch(id -> id.startsWith(flow + "-"))).orElse(null);
        List<String> groups = values(GROUP, text);
        return new FlowFile((known != null ? known : groups.isEmpty() ? "unnamed-flow" : groups.get(0)) + SUFFIX, text);
    }

    private static List<String> values(Pattern field, String text) {
        return field.matcher(text).results().map(found -> found.group(1)).toList();
    }

    /** {@code device-report} for {@code device-report.camel.yaml}. */
    public String flow() {
        return name.endsWith(SUFFIX) ? name.substring(0, name.length() - SUFFIX.length()) : name;
    }
}
