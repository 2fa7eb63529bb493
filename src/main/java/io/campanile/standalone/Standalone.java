package io.campanile.standalone;

import io.campanile.settings.SettingException;
import io.campanile.settings.Settings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The real servers that run in this process: those for which no external one is set. They start in parallel, and what
 * they are reached by is put into the same settings that cluster mode reads. Not thread-safe.
 */
public final class Standalone implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Standalone.class);

    private final Settings settings;
    private final List<Part> parts = new ArrayList<>();

    public Standalone(Settings settings, List<Part> candidates) {
        this.settings = settings;
        candidates.stream().filter(part -> !settings.has(part.setting())).forEach(parts::add);
    }

    /**
     * The parts that this process carries, by name, each with how it is reached.
     *
     * @throws SettingException when one does not start; the others have by then, and run until {@link #close}
     */
    public Map<String, String> start() {
        Path directory = settings.directory("data.dir");
        try {
            Files.createDirectories(directory);
        } catch (java.io.IOException e) {
            throw new SettingException("cannot write to " + directory + ": make it writable for this user or set data.dir", e);
        }
        ExecutorService starters = Executors.newCachedThreadPool();
        try {
            Map<Part, CompletableFuture<String>> starting = new LinkedHashMap<>();
            parts.forEach(part -> starting.put(part, CompletableFuture.supplyAsync(() -> start(part), starters)));
            // All of them, also when one fails: a part cannot be stopped while it starts
            CompletableFuture.allOf(starting.values().toArray(CompletableFuture[]::new)).join();
            Map<String, String> reached = new LinkedHashMap<>();
            starting.forEach((part, future) -> {
                settings.put(part.setting(), future.join());
                reached.put(part.name(), part.reached());
            });
            return reached;
        } catch (CompletionException e) {
            throw e.getCause() instanceof SettingException told ? told : new SettingException(e.getCause().toString(), e);
        } finally {
            starters.shutdown();
        }
    }

    private static String start(Part part) {
        try {
            return part.start();
        } catch (SettingException e) {
            throw e;
        } catch (Exception e) {
            throw new SettingException("embedded " + part.name() + " does not start (" + e.getMessage() + "): see the log, or set "
                    + part.setting() + " to one that runs", e);
        }
    }

    /** Stops the parts in the reverse order; one that fails does not keep the others from stopping. */
    @Override
    public void close() {
        for (int i = parts.size() - 1; i >= 0; i--) {
            try {
                parts.get(i).stop();
            } catch (Exception e) {
                LOG.warn("{} did not stop in good order", parts.get(i).name(), e);
            }
        }
    }
}
