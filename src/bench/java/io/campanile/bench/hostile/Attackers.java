package io.campanile.bench.hostile;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The process in which {@link AttackersMain} runs. */
final class Attackers implements AutoCloseable {

    private final Process process;
    private final PrintStream orders;
    private final BufferedReader answers;

    /** @param cores the only ones that it may use, as for taskset(1); empty: any */
    Attackers(Target target, String revoked, String cores) throws IOException {
        List<String> command = new ArrayList<>();
        if (!cores.isEmpty()) {
            command.addAll(List.of("taskset", "-c", cores));
        }
        command.addAll(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx512m", "-XX:+UseSerialGC",
                "-cp", System.getProperty("java.class.path"), AttackersMain.class.getName(),
                Integer.toString(target.httpPort()), Integer.toString(target.mqttPort()), target.token(), target.userToken(), revoked,
                target.sn(), target.secret()));
        process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroy));
        orders = new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8);
        answers = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    ProcessHandle process() {
        return process.toHandle();
    }

    void begin(Attack attack) throws IOException {
        orders.println(attack.name());
        answers.readLine();
    }

    /**
     * Waits for the attempts that have begun.
     *
     * @throws Unexpected when the gateway did not do what PROTOCOL says
     */
    void end() throws IOException {
        orders.println();
        Unexpected.unless("what the attackers saw", AttackersMain.AS_PROTOCOL, answers.readLine());
    }

    @Override
    public void close() {
        process.destroy();
    }
}
