package io.campanile.ops.rehearsal;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.camel.support.DefaultConsumer;

/** Where the routes of a flow begin, in the order of its file. Not thread-safe. */
final class Sources {

    private static final String KAFKA = "kafka:";
    private static final Set<String> DOORS = Set.of("direct:", "paho-mqtt5:");

    private final Map<StandInEndpoint, DefaultConsumer> readers = new LinkedHashMap<>();

    void add(StandInEndpoint from, DefaultConsumer reader) {
        readers.put(from, reader);
    }

    DefaultConsumer reader(StandInEndpoint from) {
        return readers.get(from);
    }

    /** Null when no route begins there. */
    StandInEndpoint at(String address) {
        return readers.keySet().stream().filter(from -> from.address().equals(address)).findFirst().orElse(null);
    }

    /** The Kafka topics that the flow reads, each with the id of the first route that does. */
    Map<String, String> topics() {
        Map<String, String> topics = new LinkedHashMap<>();
        readers.forEach((from, reader) -> topicsOf(from).forEach(topic -> topics.putIfAbsent(topic, reader.getRoute().getRouteId())));
        return topics;
    }

    /** Those that read the topic; where none does, the one of the route, which an edit may have sent to another topic. */
    List<StandInEndpoint> of(String topic, String routeId) {
        List<StandInEndpoint> audience = readers.keySet().stream().filter(from -> topicsOf(from).anyMatch(topic::equals)).toList();
        return !audience.isEmpty() ? audience
                : readers.keySet().stream().filter(from -> readers.get(from).getRoute().getRouteId().equals(routeId)).toList();
    }

    /** Where others hand something in, the outermost first. */
    List<StandInEndpoint> doors() {
        return readers.keySet().stream().filter(from -> DOORS.stream().anyMatch(from.address()::contains)).toList();
    }

    private static Stream<String> topicsOf(StandInEndpoint from) {
        int at = from.address().indexOf(KAFKA);
        return at < 0 ? Stream.of() : Stream.of(from.address().substring(at + KAFKA.length()).split("\\s*,\\s*"));
    }
}
