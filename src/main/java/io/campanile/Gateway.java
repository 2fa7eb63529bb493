package io.campanile;

import io.campanile.settings.SettingException;
import io.campanile.settings.Settings;
import io.campanile.standalone.Standalone;
import io.campanile.standalone.StandaloneParts;
import io.campanile.standalone.mqtt.ArtemisBroker;
import io.campanile.standalone.mqtt.MqttSettings;
import java.lang.management.ManagementFactory;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.camel.main.BaseMainSupport;
import org.apache.camel.main.Main;
import org.apache.camel.main.MainListenerSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The life of one node: the embedded parts that it carries, then the stores, the routes, and last the doors. */
public final class Gateway extends MainListenerSupport {

    private static final Logger LOG = LoggerFactory.getLogger(Gateway.class);

    /** For the routes and the parts, after the clients are gone. */
    private static final int END_PATIENCE_S = 25;
    private static final int DRAIN_GRACE_S = 5;

    private final Settings settings;
    private final Clock clock = Clock.systemUTC();
    private final ArtemisBroker broker;
    private final Standalone standalone;
    private final AtomicBoolean stopped = new AtomicBoolean();
    private final CountDownLatch ended = new CountDownLatch(1);
    private final Main main = new Main();
    private Map<String, String> carried = Map.of();
    private Wiring wiring;

    public Gateway(Settings settings) {
        this.settings = settings;
        this.broker = new ArtemisBroker(MqttSettings.from(settings), clock);
        this.standalone = new Standalone(settings, StandaloneParts.of(settings, broker));
    }

    /**
     * Runs until the process is told to end.
     *
     * @throws SettingException when it cannot start; what had started is stopped
     */
    public void run() throws Exception {
        // Camel lets the JVM end once the routes have; the parts and stores come after them
        Runtime.getRuntime().addShutdownHook(new Thread(this::awaitEnd, "await-end"));
        try {
            FreePorts.require(settings, "http.port", "line.port", "management.port");
            carried = standalone.start();
            wiring = new Wiring(settings, clock, broker, !carried.isEmpty());
            if (!carried.containsKey(broker.name())) {
                wiring.requireBroker();
            }
            // Settings has read the files, the environment and -D already
            main.setDefaultPropertyPlaceholderLocation("false");
            main.setOverrideProperties(settings.all());
            main.addMainListener(this);
            // Besides camel.main.shutdownTimeout, which is for the routes alone
            main.configure().setExtraShutdownTimeout(drainPatience());
            main.run();
            if (main.getExitCode() != 0) {
                throw new SettingException("the routes do not start: see the log above");
            }
        } finally {
            stop();
        }
    }

    @Override
    public void beforeInitialize(BaseMainSupport starting) {
        try {
            wiring.into(starting.getCamelContext());
        } catch (Exception e) {
            throw new IllegalStateException("the edges cannot be laid", e);
        }
    }

    @Override
    public void afterStart(BaseMainSupport started) {
        wiring.open(main.getCamelContext(), carried.containsKey(broker.name()));
        long took = clock.millis() - ManagementFactory.getRuntimeMXBean().getStartTime();
        LOG.info("\n{}", new StartBlock(settings, wiring.adminPassword(), wiring.httpPort(), wiring.linePort(), carried, took));
    }

    /** On SIGTERM, while the routes still run. */
    @Override
    public void beforeStop(BaseMainSupport ending) {
        LOG.info("Campanile {} drains", settings.get("node.id"));
        wiring.drain(main.getCamelContext());
    }

    private int drainPatience() {
        return (int) settings.duration("drain.time").toSeconds() + DRAIN_GRACE_S;
    }

    /** Camel calls it on SIGTERM too, when the routes have ended in good order. */
    @Override
    public void afterStop(BaseMainSupport ended) {
        stop();
    }

    private void awaitEnd() {
        try {
            int patience = drainPatience() + END_PATIENCE_S;
            if (!ended.await(patience, TimeUnit.SECONDS)) {
                LOG.warn("The embedded parts did not end within {} s", patience);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void stop() {
        if (stopped.compareAndSet(false, true)) {
            try (standalone; Wiring opened = wiring) {
                LOG.info("Campanile {} ends", settings.get("node.id"));
            } catch (Exception e) {
                LOG.warn("The stores did not close in good order", e);
            } finally {
                ended.countDown();
            }
        }
    }
}
