package io.campanile.bench.hostile;

import io.campanile.bench.run.Machine;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/** The cores that processes keep busy while it looks. */
final class Usage {

    private final ProcessHandle gateway;
    private final List<ProcessHandle> ours;
    private long nanos;
    private Duration ofGateway = Duration.ZERO;
    private Duration ofOthers = Duration.ZERO;

    /** @param ours those of the judge */
    Usage(ProcessHandle gateway, List<ProcessHandle> ours) {
        this.gateway = gateway;
        this.ours = ours;
    }

    /** To be called before what is looked at, and {@link #to} after it; may be repeated. */
    void from() throws IOException {
        nanos -= System.nanoTime();
        ofOthers = ofOthers.minus(others());
        ofGateway = ofGateway.minus(cpu(gateway));
    }

    void to() throws IOException {
        ofGateway = ofGateway.plus(cpu(gateway));
        ofOthers = ofOthers.plus(others());
        nanos += System.nanoTime();
    }

    double gatewayCores() {
        return (double) ofGateway.toNanos() / nanos;
    }

    /** By whatever else runs on the machine: more than a little, and the latencies are noise. */
    double otherCores() {
        return Math.max(0, (double) ofOthers.toNanos() / nanos);
    }

    private Duration others() throws IOException {
        Duration others = Machine.busy().minus(cpu(gateway));
        for (ProcessHandle process : ours) {
            others = others.minus(cpu(process));
        }
        return others;
    }

    private static Duration cpu(ProcessHandle process) {
        return process.info().totalCpuDuration().orElse(Duration.ZERO);
    }
}
