package io.campanile.standalone.mqtt;

import java.io.BufferedReader;
import java.nio.file.Path;

/** A broker in a process of its own, to be killed. Its first line of output that begins with tcp: is its URL. */
final class BrokerProcess implements AutoCloseable {

    final String url;
    private final Process process;

    private BrokerProcess(Process process, String url) {
        this.process = process;
        this.url = url;
    }

    static BrokerProcess start(Path directory) throws Exception {
        Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx256m",
                "-cp", System.getProperty("java.class.path"), BrokerProcess.class.getName(), directory.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        BufferedReader output = process.inputReader();
        String line = output.readLine();
        while (line != null && !line.startsWith("tcp:")) {
            line = output.readLine();
        }
        Thread drain = new Thread(() -> output.lines().forEach(ignored -> { }), "broker-output");
        drain.setDaemon(true);
        drain.start();
        return new BrokerProcess(process, line);
    }

    /** SIGKILL. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    @Override
    public void close() throws InterruptedException {
        kill();
    }

    public static void main(String[] args) throws Exception {
        System.out.println(RunningBroker.start(Path.of(args[0])).url);
    }
}
