package io.campanile.ops.rehearsal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;

/** What an operator knows a record by: whose it is, and its own id where it has one; else its place in Kafka. */
final class RecordName {

    private static final ObjectReader JSON = new ObjectMapper().reader();
    private static final List<String> IDS = List.of("report_id", "push_id", "command_id", "msg_id", "call_id");

    /** In a device's state: the report that led to it. */
    private static final String STATE = "fields";

    private RecordName() {
    }

    static String of(Recorded record) {
        String place = record.topic() + '/' + record.partition() + '/' + record.offset();
        String id = id(record.value());
        if (id == null) {
            return record.key() == null || record.key().isEmpty() ? place : record.key() + ' ' + place;
        }
        return record.key() == null || record.key().equals(id) ? id : record.key() + ' ' + id;
    }

    private static String id(byte[] value) {
        try {
            JsonNode json = value == null ? null : JSON.readTree(value);
            return json == null ? null : Stream.of(json, json.path(STATE)).flatMap(object -> IDS.stream().map(object::path))
                    .filter(JsonNode::isTextual).map(JsonNode::asText).findFirst().orElse(null);
        } catch (IOException e) {
            // It has no id then: that it is no JSON is for the flow to say
            return null;
        }
    }
}
