package io.campanile.ops.rehearsal;

import io.campanile.domain.CodedException;
import io.campanile.domain.ErrorCode;
import io.campanile.ops.guard.FlowFile;
import java.time.Clock;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import org.apache.camel.CamelContext;
import org.apache.camel.Component;
import org.apache.camel.Exchange;
import org.apache.camel.NoSuchBeanException;
import org.apache.camel.StartupSummaryLevel;
import org.apache.camel.component.kafka.KafkaConstants;
import org.apache.camel.component.paho.mqtt5.PahoMqtt5Constants;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.impl.engine.DefaultComponentResolver;
import org.apache.camel.model.Model;
import org.apache.camel.spi.ComponentResolver;
import org.apache.camel.spi.Registry;
import org.apache.camel.support.DefaultRegistry;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.apache.camel.util.ObjectHelper;
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
    private final Sources sources = new Sources();
    private List<Recorded> window = List.of();
    private Transcript transcript = new Transcript();
    /** While a record is at a door. */
    private Entrance entrance;

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
            NoSuchBeanException missing = ObjectHelper.getException(NoSuchBeanException.class, e);
            String reason = missing != null && stage.beans.isHeldBack(missing.getName())
                    ? "cannot be rehearsed: an expression asks '" + missing.getName() + "', which may not be called here"
                    : "cannot be loaded: " + Wording.rootCause(e);
            throw new CodedException(ErrorCode.INVALID, file.flow() + ": " + reason);
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

    Sources sources() {
        return sources;
    }

    /** Takes what a route of the flow sends away. */
    void sent(String address, Exchange exchange) {
        String topic = address.startsWith(KAFKA) ? address.substring(KAFKA.length()) : null;
        if (entrance != null && topic != null && sources.topics().containsKey(topic)) {
            entrance.take(topic, exchange);
        } else {
            transcript.sent(address, exchange);
        }
    }

    /**
     * Plays a record as this version has it now: in by the door through which it comes to its topic as it is, if there is
     * one, else from the topic.
     */
    Outcome play(Recorded record) {
        for (StandInEndpoint door : sources.doors()) {
            begin(record);
            enter(door, record);
            if (entrance.isFaithful() && transcript.isEmpty()) {
                return end(record, door.address(), null);
            }
        }
        return playFrom(record, sources.topics().get(record.topic()));
    }

    /**
     * Plays a record as another version would have it.
     *
     * @param now     how the present version had it
     * @param routeId of the present version's route that reads the topic
     */
    Outcome play(Recorded record, Outcome now, String routeId) {
        if (now.door() == null) {
            return playFrom(record, routeId);
        }
        begin(record);
        StandInEndpoint door = sources.at(now.door());
        if (door != null) {
            enter(door, record);
        }
        return end(record, now.door(), routeId);
    }

    private Outcome playFrom(Recorded record, String routeId) {
        begin(record);
        sources.of(record.topic(), routeId).forEach(from -> play(record, from));
        return transcript.outcome(null);
    }

    private void begin(Recorded record) {
        transcript = new Transcript();
        entrance = null;
        clock.set(record.timestamp());
    }

    private void enter(StandInEndpoint door, Recorded record) {
        entrance = new Entrance(record);
        play(record, door);
    }

    private Outcome end(Recorded record, String door, String routeId) {
        List<Recorded> letIn = entrance == null ? List.of() : entrance.letIn();
        entrance = null;
        letIn.forEach(one -> sources.of(one.topic(), routeId).forEach(from -> play(one, from)));
        return transcript.outcome(door);
    }

    private void play(Recorded record, StandInEndpoint from) {
        Exchange exchange = exchange(record, from);
        if (from.isBatching()) {
            Exchange batch = from.createExchange();
            batch.getMessage().setBody(List.of(exchange));
            exchange = batch;
        }
        try {
            sources.reader(from).getProcessor().process(exchange);
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
        if (from.mqttTopic() != null && record.key() != null) {
            exchange.getMessage().setHeader(PahoMqtt5Constants.MQTT_TOPIC, from.mqttTopic().replace("+", record.key()));
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
