package io.campanile.ops.metrics;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.lang.management.ManagementFactory;
import java.util.Collection;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;

/**
 * How many records of a topic this node's consumers have yet to read. Kafka's clients tell it by JMX themselves; it is read
 * when somebody asks, and costs nothing in between.
 */
final class KafkaLag {

    private static final String LAG = "records-lag";

    private final MBeanServer beans = ManagementFactory.getPlatformMBeanServer();

    void register(MeterRegistry registry, Collection<String> topics) {
        topics.forEach(topic -> Gauge.builder("kafka_consumer_lag", () -> of(topic)).tag("topic", topic).register(registry));
    }

    private double of(String topic) {
        double lag = 0;
        try {
            // Kafka writes a dot in a topic's name as an underscore there
            ObjectName partitions = new ObjectName("kafka.consumer:type=consumer-fetch-manager-metrics,topic="
                    + topic.replace('.', '_') + ",*");
            for (ObjectName partition : beans.queryNames(partitions, null)) {
                if (partition.getKeyProperty("partition") != null && beans.getAttribute(partition, LAG) instanceof Double records
                        && !records.isNaN()) {
                    lag += records;
                }
            }
        } catch (JMException e) {
            // A consumer has gone meanwhile, and its share with it
            return lag;
        }
        return lag;
    }
}
