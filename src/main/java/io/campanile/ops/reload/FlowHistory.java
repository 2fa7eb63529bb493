package io.campanile.ops.reload;

import io.campanile.ops.guard.FlowFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The last good versions of each flow, as files: {@code <flow>/<at>_<of>_<by>.camel.yaml}, so that a person can read them
 * with the node down. Not thread-safe.
 */
final class FlowHistory {

    private static final Pattern NAME = Pattern.compile("(\\d+)_(\\d+)_(.*)" + Pattern.quote(FlowFile.SUFFIX));

    private final Path directory;
    private final int kept;

    /** @param kept how many versions of a flow, the running one among them */
    FlowHistory(Path directory, int kept) {
        this.directory = directory;
        this.kept = kept;
    }

    /** The newest first; empty when the flow never ran here. */
    List<FlowVersion> of(String flow) throws IOException {
        try (Stream<Path> files = Files.list(directory.resolve(flow))) {
            return files.map(FlowHistory::read).flatMap(Optional::stream)
                    .sorted(Comparator.comparingLong(FlowVersion::at).reversed()).toList();
        } catch (NoSuchFileException e) {
            return List.of();
        }
    }

    void add(String flow, FlowVersion version) throws IOException {
        Path folder = Files.createDirectories(directory.resolve(flow));
        Path written = Files.writeString(folder.resolve(".writing"), version.text());
        Files.move(written, folder.resolve(name(version)), StandardCopyOption.ATOMIC_MOVE);
        List<FlowVersion> all = of(flow);
        for (FlowVersion old : all.subList(Math.min(kept, all.size()), all.size())) {
            Files.deleteIfExists(folder.resolve(name(old)));
        }
    }

    private static String name(FlowVersion version) {
        return version.at() + "_" + version.of() + "_" + URLEncoder.encode(version.by(), StandardCharsets.UTF_8) + FlowFile.SUFFIX;
    }

    private static Optional<FlowVersion> read(Path file) {
        Matcher name = NAME.matcher(file.getFileName().toString());
        if (!name.matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(new FlowVersion(Long.parseLong(name.group(1)), Long.parseLong(name.group(2)),
                    URLDecoder.decode(name.group(3), StandardCharsets.UTF_8), Files.readString(file)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
