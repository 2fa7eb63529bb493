package io.campanile.ops.rehearsal;

import io.campanile.domain.CodedException;
import io.campanile.domain.ErrorCode;
import io.campanile.ops.guard.FlowFile;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import org.apache.camel.CamelContext;
import org.apache.camel.Component;
import org.apache.camel.Exchange;
import org.apache.camel.StartupSummaryLevel;
import org.apache.camel.component.kafka.KafkaConstants;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.impl.engine.DefaultComponentResolver;
import org.apache.camel.model.Model;
import org.apache.camel.spi.ComponentResolver;
import org.apache.camel.spi.Registry;
import org.apache.camel.support.DefaultConsumer;
import org.apache.camel.support.DefaultRegistry;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.slf4j.MDC;

/**
 * One version of a flow in a Camel context of its own, where nothing comes in and nothing goes out: sources and ways out
 * are stand-ins, beans with effects have doubles or are held back. Plays one record at a time; not thread-safe.
 */
public final class Stage implements AutoCloseable {

    private static final String KAFKA = "kafka:";
    /** Components that only calculate, or call beans of the stage; every other has a stand-in. */
    private static final Set<String> CALCULATING = Set.of("bean", "json-validator", "validator", "language", "dataformat", "xslt");

    private final DefaultCamelContext camel;
    private final StageBeans beans;
    private final RecordedTime clock = new RecordedTime();
    /** By what they read, in the order of the file. */
    private final Map<StandInEndpoint, DefaultConsumer> readers = new LinkedHashMap<>();
    private List<Recorded> window = List.of();
    private Transcript transcript = new Transcript();

    private Stage(Registry running, Properties settings) {
        beans = new StageBeans(running);
        camel = new DefaultCamelContext(new DefaultRegistry(beans));
        camel.disableJMX();
        camel.getCamelContextExtension().setName("rehearsal");
        camel.setSourceLocationEnabled(true);
        camel.setStartupSummaryLevel(StartupSummaryLevel.Off);
        camel.setAutowiredEnabled(false);
        camel.getPropertiesComponent().setInitialProperties(settings);
        camel.getShutdownStrategy().setTimeout(1);
        camel.getExecutorServiceManager().setThreadPoolFactory(new SameThread());
        camel.getCamelContextExtension().addContextPlugin(ComponentResolver.class, this::component);
        StageDirections directions = new StageDirections(beans, this::transcript);
        camel.getCamelContextExtension().addInterceptStrategy(directions);
        camel.getCamelContextExtension().getContextPlugin(Model.class).addModelLifecycleStrategy(directions);
    }

    /**
     * @param running  the beans of the running node; they are only asked for
     * @param settings what the flow's placeholders stand for
     * @throws CodedException 400 with the reason when the flow cannot be loaded
     */
    static Stage open(FlowFile file, Registry running, Properties settings, Doubles doubles) {
        try (MDC.MDCCloseable quiet = Quiet.begin()) {
            return opened(file, new Stage(running, settings), doubles);
        }
    }

    private static Stage opened(FlowFile file, Stage stage, Doubles doubles) {
        try {
            stage.beans.add(doubles.on(stage));
            PluginHelper.getRoutesLoader(stage.camel).loadRoutes(ResourceHelper.fromString(file.name(), file.text()));
            stage.camel.start();
            return stage;
        } catch (Exception e) {
            stage.close();
            throw new CodedException(ErrorCode.INVALID, file.flow() + ": cannot be loaded: " + Wording.rootCause(e));
        }
    }

    private Component component(String scheme, CamelContext context) throws Exception {
        return CALCULATING.contains(scheme) ? new DefaultComponentResolver().resolveComponent(scheme, context)
                : new StandInComponent(this, scheme);
    }

    /** For the doubles: what carries their messages. */
    public CamelContext camel() {
        return camel;
    }

    /** For the doubles: stands at the time of the record that is played. */
    public Clock clock() {
        return clock;
    }

    /** What will be played, oldest first; to be told before the first of them. */
    void expect(List<Recorded> records) {
        window = records;
    }

    /** For the doubles: all records that will be played, oldest first; known from the first one on. */
    public List<Recorded> window() {
        return window;
    }

    /** For the doubles: an effect that is no way out of the flow, such as {@code pushes to the watchers of sn1}. */
    public void note(String effect) {
        transcript.note(effect);
    }

    /** For the doubles: stands in for a port that only tells; what it is told becomes part of the outcome. */
    public <T> T noting(Class<T> port) {
        return StandIn.of(port, call -> note("tells " + call));
    }

    /** For the doubles: stands in for a port that only keeps accounts, which are no part of an outcome. */
    public <T> T ignoring(Class<T> port) {
        return StandIn.of(port, call -> { });
    }

    Transcript transcript() {
        return transcript;
    }

    void reads(StandInEndpoint from, DefaultConsumer reader) {
        readers.put(from, reader);
    }

    /** Null when none reads there. */
    DefaultConsumer reader(String address) {
        return readers.entrySet().stream().filter(entry -> entry.getKey().address().equals(address))
                .map(Map.Entry::getValue).findFirst().orElse(null);
    }

    /** The Kafka topics that the flow reads, each with the id of the first route that does. */
    Map<String, String> topics() {
        Map<String, String> topics = new LinkedHashMap<>();
        readers.forEach((from, reader) -> {
            for (String topic : topicsOf(from)) {
                topics.putIfAbsent(topic, reader.getRoute().getRouteId());
            }
        });
        return topics;
    }

    private static Set<String> topicsOf(StandInEndpoint from) {
        int at = from.address().indexOf(KAFKA);
        return at < 0 ? Set.of() : new LinkedHashSet<>(List.of(from.address().substring(at + KAFKA.length()).split("\\s*,\\s*")));
    }

    /**
     * Plays a record to each route that reads its topic; where none does, to the route of that id, which an edit may have
     * sent to another topic.
     */
    Outcome play(Recorded record, String routeId) {
        transcript = new Transcript();
        clock.set(record.timestamp());
        List<Map.Entry<StandInEndpoint, DefaultConsumer>> audience = new ArrayList<>(readers.entrySet());
        if (topics().containsKey(record.topic())) {
            audience.removeIf(entry -> !topicsOf(entry.getKey()).contains(record.topic()));
        } else {
            audience.removeIf(entry -> !entry.getValue().getRoute().getRouteId().equals(routeId));
        }
        audience.forEach(entry -> play(record, entry.getKey(), entry.getValue()));
        return transcript.outcome();
    }

    private void play(Recorded record, StandInEndpoint from, DefaultConsumer reader) {
        Exchange exchange = exchange(record, from);
        if (from.isBatching()) {
            Exchange batch = from.createExchange();
            batch.getMessage().setBody(List.of(exchange));
            exchange = batch;
        }
        try {
            reader.getProcessor().process(exchange);
        } catch (Exception e) {
            exchange.setException(e);
        }
        if (exchange.getException() != null) {
            transcript.ended(exchange.getException());
        }
    }

    private static Exchange exchange(Recorded record, StandInEndpoint from) {
        Exchange exchange = from.createExchange();
        record.headers().forEach(exchange.getMessage()::setHeader);
        exchange.getMessage().setHeader(KafkaConstants.TOPIC, record.topic());
        exchange.getMessage().setHeader(KafkaConstants.PARTITION, record.partition());
        exchange.getMessage().setHeader(KafkaConstants.OFFSET, record.offset());
        exchange.getMessage().setHeader(KafkaConstants.TIMESTAMP, record.timestamp());
        if (record.key() != null) {
            exchange.getMessage().setHeader(KafkaConstants.KEY, record.key());
        }
        exchange.getMessage().setBody(record.value());
        return exchange;
    }

    @Override
    public void close() {
        try (MDC.MDCCloseable quiet = Quiet.begin()) {
            camel.stop();
        }
    }
}
