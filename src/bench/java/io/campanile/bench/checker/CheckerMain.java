package io.campanile.bench.checker;

import java.time.Clock;

/**
 * Checks a running gateway, by arguments {@code key=value}:
 * <pre>
 * rest=http://127.0.0.1:8080[,http://127.0.0.1:8081]  mqtt=tcp://127.0.0.1:1883  log=&lt;new directory&gt;
 * [user=admin] [password=…, else AUTH_ADMIN_PASSWORD of the environment]
 * [devices=200] [window=4] [watchers=4] [duration=120s] [settle=60s] [readback=10m]
 * [rate=&lt;reports a second of all devices; else as fast as they are confirmed&gt;] [late=&lt;a report may take so long&gt;]
 * </pre>
 * Exit status 0: nothing lost, repeated, reordered, stale or late. 1: something was. 2: the run could not be carried out.
 */
public final class CheckerMain {

    private CheckerMain() {
    }

    public static void main(String[] args) {
        Terminal.speakUtf8();
        int status = 2;
        try {
            Verdict verdict = new Run(Plan.of(new Arguments(args)), System.out, Clock.systemUTC()).verdict();
            System.out.print(verdict);
            status = verdict.passed() ? 0 : 1;
        } catch (Exception e) {
            System.err.println("no verdict: " + e);
            e.printStackTrace();
        }
        System.exit(status);
    }
}
