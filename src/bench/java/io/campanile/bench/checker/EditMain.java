package io.campanile.bench.checker;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Starts a node of the gateway on a copy of its flows, lets the checker loose on it in a JVM of its own, and edits the
 * flows meanwhile, every other edit a slip. Arguments {@code key=value}:
 * <pre>
 * cp=&lt;class path of the gateway&gt; dir=&lt;new directory&gt; [routes=routes] [edits=200] [pause=0ms] [ready=90s] [java=-Xmx512m]
 * [node-1.&lt;property&gt;=…] [check.&lt;argument&gt;=…], for the checker: check.duration=400s, check.rate=2000, check.late=5s …
 * </pre>
 * Exit status 0: nothing was lost, repeated, reordered or late, every good edit was taken, every slip was refused with its
 * line, and no flow was down. 1: something was. 2: the run could not be carried out.
 */
public final class EditMain {

    private static final String PASSWORD = "edit-" + Long.toString(System.nanoTime(), 36);
    private static final Duration AFTERWARDS = Duration.ofMinutes(15);

    private final Arguments arguments;
    private final Path directory;
    private final Path routes;
    private final Site site;
    private final Editor editor;
    private final int edits;
    private volatile Process checker;

    private EditMain(Arguments arguments) throws IOException {
        this.arguments = arguments;
        this.directory = Path.of(arguments.get("dir"));
        this.routes = Files.createDirectories(directory.resolve("routes"));
        Path shipped = Path.of(arguments.get("routes", "routes"));
        try (Stream<Path> files = Files.list(shipped)) {
            for (Path file : files.toList()) {
                Files.copy(file, routes.resolve(file.getFileName()));
            }
        }
        this.edits = arguments.number("edits", 200);
        this.site = Site.of(arguments.and("node-1.flows.directory=" + routes), directory, PASSWORD);
        Gateway gateway = new Gateway(site.rest().subList(0, 1), "admin", PASSWORD, Duration.ofSeconds(10), HttpClient.newHttpClient());
        this.editor = new Editor(routes, shipped, gateway, System.out);
    }

    public static void main(String[] args) throws Exception {
        Terminal.speakUtf8();
        EditMain main = new EditMain(new Arguments(args));
        Runtime.getRuntime().addShutdownHook(new Thread(main::stop));
        System.exit(main.run());
    }

    private int run() {
        try {
            Node node = site.nodes().get(0);
            node.start();
            node.awaitReady(arguments.duration("ready", "90s"));
            int checked = check();
            System.out.print(editor);
            boolean passed = checked == 0 && editor.passed(edits) && node.alive();
            System.out.println(passed ? "PASSED: whoever edited, nobody noticed" : "FAILED");
            return checked == 2 ? 2 : passed ? 0 : 1;
        } catch (IOException | IllegalStateException e) {
            System.out.println("no verdict: " + e.getMessage());
            return 2;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 2;
        }
    }

    private int check() throws IOException, InterruptedException {
        checker = startChecker();
        CompletableFuture<Void> editing = null;
        try (BufferedReader lines = checker.inputReader(StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                System.out.println(line);
                if (line.startsWith(Run.SENDING)) {
                    editing = CompletableFuture.runAsync(this::edit);
                } else if (line.startsWith("settling") && editing != null && !editing.isDone()) {
                    System.out.println("✗ the edits took longer than the reports: give check.duration= more time");
                    return 2;
                }
            }
        }
        return checker.waitFor(AFTERWARDS.toSeconds(), TimeUnit.SECONDS) ? checker.exitValue() : 2;
    }

    private void edit() {
        try {
            for (int i = 0; i < edits; i++) {
                editor.make(Edits.number(i), i + 1);
                TimeUnit.MILLISECONDS.sleep(arguments.duration("pause", "0ms").toMillis());
            }
            System.out.println(edits + " edits are done");
        } catch (IOException | RuntimeException e) {
            System.out.println("✗ the editor gave up: " + e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Process startChecker() throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx512m",
                "-cp", System.getProperty("java.class.path"), CheckerMain.class.getName(),
                "rest=" + site.rest().get(0), "mqtt=" + site.mqtt(), "log=" + directory.resolve("log")));
        arguments.under("check").forEach((key, value) -> command.add(key + "=" + value));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("AUTH_ADMIN_PASSWORD", PASSWORD);
        return builder.start();
    }

    private void stop() {
        if (checker != null) {
            checker.destroyForcibly();
        }
        try {
            site.nodes().get(0).stop();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
