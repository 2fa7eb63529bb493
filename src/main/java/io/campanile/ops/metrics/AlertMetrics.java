package io.campanile.ops.metrics;

import io.campanile.domain.device.Alert;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.DoubleSupplier;

/** What becomes of alerts, by section; sections are as many as the operator configured. Thread-safe; never blocks. */
public final class AlertMetrics {

    private final MeterRegistry registry;

    /** @param registry where it counts; one of its own counts for nobody */
    public AlertMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    /** A device, or a threshold, changed an alert. */
    public void changed(Alert alert) {
        if (alert.version() == 1) {
            count("alerts_raised", alert);
        } else if (!alert.open()) {
            count("alerts_cleared", alert);
        }
    }

    /** A person acknowledged an alert that nobody had acknowledged before. */
    public void acknowledged(Alert alert) {
        count("alerts_acknowledged", alert);
    }

    /** @param open asked at each scrape; of all nodes; NaN while nobody knows */
    public void open(DoubleSupplier open) {
        Gauge.builder("alerts_open", open::getAsDouble).register(registry);
    }

    private void count(String name, Alert alert) {
        registry.counter(name, "section", alert.section()).increment();
    }
}
