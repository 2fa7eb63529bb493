package io.campanile;

import io.campanile.edge.mqtt.MqttPing;
import io.campanile.edge.websocket.Hub;
import io.campanile.edge.websocket.SlowReaders;
import io.campanile.ops.health.Dependency;
import io.campanile.ops.health.HealthChecks;
import io.campanile.ops.health.Readiness;
import io.campanile.ops.metrics.Drops;
import io.campanile.ops.metrics.Metrics;
import io.campanile.ops.overload.Admission;
import io.campanile.ops.overload.Admission.Gate;
import io.campanile.ops.overload.DiskSpace;
import io.campanile.ops.overload.EventLoops;
import io.campanile.ops.overload.Heap;
import io.campanile.ops.overload.Overload;
import io.campanile.settings.Settings;
import io.campanile.standalone.mqtt.ArtemisBroker;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.apache.camel.CamelContext;
import org.apache.camel.component.micrometer.eventnotifier.MicrometerRouteEventNotifier;
import org.apache.camel.spi.EventNotifier;
import org.apache.camel.support.EventHelper;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Wires how the node looks after itself: what it counts, whom it lets in, and what it tells of its health. */
final class Ops implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Ops.class);
    /** Who has taken nothing for this long, while others cannot even come in, has to go. */
    private static final Duration STALLED = Duration.ofSeconds(1);
    private static final String DISK = "disk";

    final Metrics metrics;
    private final Settings settings;
    private final Clock clock;
    private final boolean carriesParts;
    private final EventLoops eventLoops;
    private final Overload overload;
    private final DiskSpace disk;
    private final Admission admission;
    private final ScheduledExecutorService measuring = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread thread = new Thread(work, "overload");
        thread.setDaemon(true);
        return thread;
    });
    private Probes probes;
    private volatile Readiness readiness;

    /** @param carriesParts whether embedded parts write to the disk of {@code data.dir} */
    Ops(Settings settings, Vertx vertx, boolean carriesParts, Clock clock) {
        this.settings = settings;
        this.clock = clock;
        this.carriesParts = carriesParts;
        metrics = new Metrics(clock);
        eventLoops = new EventLoops(vertx.nettyEventLoopGroup(), settings.duration("overload.event-loop-lag"));
        overload = new Overload(List.of(eventLoops, new Heap()));
        disk = DiskSpace.of(settings.directory("data.dir"), settings.bytes("disk.reserve"));
        Gate tooMuchToDo = new Gate(Drops.Reason.OVERLOAD, overload::isOverloaded, "the node has too much to do: try again", 5_000);
        admission = new Admission(List.of(tooMuchToDo), List.of(tooMuchToDo, away(Probes.DATABASE)),
                List.of(new Gate(Drops.Reason.DISK_LOW, () -> carriesParts && disk.isLow(), "the node has too little space on its disk: try again", 30_000),
                        away(Probes.KAFKA)), metrics.drops());
    }

    /** Known to be away, so asking it would only take a thread for the time of its patience. */
    private Gate away(String backend) {
        return new Gate(Drops.Reason.BACKEND_AWAY, () -> readiness.outage(backend).isPresent(), backend + " is away: try again", 2_000);
    }

    Admission admission() {
        return admission;
    }

    /** Looks at the backends and at the node itself from now on. */
    void watch(Backends backends, MqttPing ping, ArtemisBroker broker, Hub hub) {
        probes = new Probes(settings, backends, ping);
        List<Dependency> dependencies = new ArrayList<>(probes.dependencies());
        disk.measure();
        if (carriesParts) {
            dependencies.add(new Dependency(DISK, "free space there; devices are held back and uploads refused with 503 until then", disk::require));
            broker.holdWhile(disk::isLow);
            metrics.broker(broker::connections);
        }
        SlowReaders slowReaders = new SlowReaders(hub, clock);
        overload.whileOverloaded(() -> slowReaders.close(STALLED));
        measure(disk::measure);
        measure(overload::measure);
        readiness = new Readiness(dependencies, settings.duration("health.interval"), clock);
        metrics.kafkaLag(Backends.topics(settings));
        metrics.node(overload::isOverloaded, () -> eventLoops.lag().toNanos() / 1e9, disk::free);
        dependencies.forEach(dependency -> metrics.backend(dependency.name(), () -> readiness.outage(dependency.name()).isEmpty()));
    }

    /**
     * To be called when the routes run. Camel would make events of what happens to every exchange, for a notifier that counts
     * routes and looks at none of them.
     */
    static void spareEvents(CamelContext camel) {
        for (EventNotifier notifier : camel.getManagementStrategy().getEventNotifiers()) {
            if (notifier instanceof MicrometerRouteEventNotifier routes) {
                routes.setIgnoreExchangeEvents(true);
            }
        }
        camel.getCamelContextExtension().setEventNotificationApplicable(EventHelper.eventsApplicable(camel));
    }

    private void measure(Runnable what) {
        measuring.scheduleWithFixedDelay(() -> {
            try {
                what.run();
            } catch (RuntimeException e) {
                // Else it would be the last time
                LOG.warn("a measurement failed", e);
            }
        }, Overload.MEASURE_MS, Overload.MEASURE_MS, TimeUnit.MILLISECONDS);
    }

    boolean isUp() {
        return readiness.isUp();
    }

    /** Gives Camel what it serves on the management port. */
    void into(CamelContext camel, BooleanSupplier open) {
        camel.getRegistry().bind("metricsRegistry", metrics.registry());
        HealthChecks.register(camel, readiness, open, eventLoops::lag);
    }

    @Override
    public void close() throws IOException {
        measuring.shutdownNow();
        if (readiness != null) {
            readiness.close();
        }
        try {
            if (probes != null) {
                probes.close();
            }
        } catch (MqttException e) {
            throw new IOException(e);
        }
        metrics.close();
    }
}
