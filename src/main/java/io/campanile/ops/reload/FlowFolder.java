package io.campanile.ops.reload;

import io.campanile.ops.guard.FlowFile;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The folder in which operators edit. Editors' own files have other names and are passed over; so is a file that is
 * written to at the very moment. Stateless.
 */
final class FlowFolder {

    private final Path directory;

    FlowFolder(Path directory) {
        this.directory = directory;
    }

    /** By which a change is noticed without reading the file; of what a link leads to, not of the link. */
    record Stamp(FileTime modified, long size, Object key) {
    }

    /** By the names of the files. */
    Map<String, Stamp> stamps() throws IOException {
        Map<String, Stamp> stamps = new TreeMap<>();
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                String name = file.getFileName().toString();
                if (name.endsWith(FlowFile.SUFFIX) && !name.startsWith(".")) {
                    stamp(file).ifPresent(stamp -> stamps.put(name, stamp));
                }
            }
        }
        return stamps;
    }

    private static Optional<Stamp> stamp(Path file) throws IOException {
        try {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            return attributes.isRegularFile()
                    ? Optional.of(new Stamp(attributes.lastModifiedTime(), attributes.size(), attributes.fileKey())) : Optional.empty();
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    /** @return empty when it changes while it is read, or has gone: look again */
    Optional<FlowFile> read(String name) throws IOException {
        Path file = directory.resolve(name);
        try {
            Optional<Stamp> before = stamp(file);
            String text = Files.readString(file);
            return before.equals(stamp(file)) ? Optional.of(new FlowFile(name, text)) : Optional.empty();
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (MalformedInputException e) {
            // The check says what is wrong with it
            return Optional.of(new FlowFile(name, new String(Files.readAllBytes(file), StandardCharsets.UTF_8)));
        }
    }

    /** Who last wrote it, as far as the system tells. */
    String owner(String name) {
        try {
            return Files.getOwner(directory.resolve(name)).getName();
        } catch (IOException | UnsupportedOperationException e) {
            return "unknown";
        }
    }

    /** Writes it beside its place, so that nobody reads half of it; {@link #publish} puts it there. */
    Path prepare(FlowFile file) throws IOException {
        return Files.writeString(directory.resolve("." + file.name() + ".new"), file.text());
    }

    void publish(Path prepared, String name) throws IOException {
        Files.move(prepared, directory.resolve(name), StandardCopyOption.ATOMIC_MOVE);
    }

    /** Where a person finds the file. */
    String path(String name) {
        return directory.resolve(name).toString();
    }
}
