package io.campanile.bench.checker;

import java.util.List;

/** What an operator's hand does to the flow of the reports and to those behind it: twenty slips, and what is meant. */
final class Edits {

    private static final String REPORT = "device-report.camel.yaml";
    private static final String WATCH = "device-watch.camel.yaml";
    private static final String LETTER = "dead-letter.camel.yaml";

    private static final String APPEND = "        - to:\n            id: device-report-append\n";
    private static final String DECODE = "        - bean:\n            id: device-report-decode\n";
    private static final String PUSH = "        - bean:\n            id: device-watch-push-newer\n";
    private static final String DESCRIBE = "        - bean:\n            id: dead-letter-describe\n";

    static final List<Edit> BROKEN = List.of(
            broken("nothing is left", "", "", ""),
            broken("half of the file, mid-line", "", "- route:\n    id: \"device-rep", "    id: \"device-rep"),
            broken("a tab", "    group: device-report", "\tgroup: device-report", "\tgroup"),
            broken("a colon too many", "description: Merge reports", "description: Merge: reports", "description: Merge:"),
            broken("a part misspelt", "- route:", "- rout:", "- rout:"),
            broken("a step misspelt", "- validate:", "- valdate:", "- valdate:"),
            broken("a field misspelt", "ref: reports", "reff: reports", "reff:"),
            broken("a field twice", "qos: 1\n", "qos: 1\n        qos: 0\n", "qos: 0"),
            broken("an id of another flow", "id: device-report-size", "id: device-presence-apply", "id: device-presence-apply"),
            broken("an id twice", "id: device-report-size", "id: device-report-append", "id: device-report-append\n            description: Append"),
            broken("another group", "group: device-report\n    description: Merge", "group: devices\n    description: Merge", "group: devices"),
            broken("no description", "    description: Merge reports, keep history\n", "", "- route:\n    id: device-report-merge"),
            broken("a setting misspelt", "{{device-report.topic}}", "{{device-report.topik}}", "{{device-report.topik}}"),
            broken("a bean misspelt", "ref: reports", "ref: report", "ref: report\n"),
            broken("a method misspelt", "method: merge", "method: merg", "method: merg\n"),
            broken("a component misspelt", "uri: \"json-validator:", "uri: \"json-validater:", "json-validater"),
            broken("an option misspelt", "receiveMaximum:", "receiveMaximun:", "receiveMaximun"),
            broken("a word for a number", "maxPollRecords: \"{{device-report.batch}}\"", "maxPollRecords: many", "maxPollRecords: many"),
            broken("nobody there", "uri: direct:device-report\n            parameters", "uri: direct:device-reports\n            parameters",
                    "direct:device-reports"),
            broken("commits of what still waits", "batching: true", "batching: true\n        autoCommitEnable: true", "autoCommitEnable"),
            broken("a brace forgotten", "${body.length} <=", "${body.length <=", "${body.length <="),
            broken("a dead letter that may be lost", "        deadLetterHandleNewException: false\n", "", "deadLetterChannel:"));

    static final List<Edit> GOOD = List.of(
            good("other words", REPORT, "description: Check the form", "description: Check the form (#)"),
            good("another largest size", REPORT, "<= {{device-report.max-bytes}}", "<= 6553#"),
            good("another batch", REPORT, "maxPollRecords: \"{{device-report.batch}}\"", "maxPollRecords: 5#"),
            good("another wait for a batch", REPORT, "pollTimeoutMs: \"{{device-report.batch-wait-ms}}\"", "pollTimeoutMs: #"),
            good("more in flight", REPORT, "receiveMaximum: \"{{device-report.in-flight}}\"", "receiveMaximum: 1#"),
            good("a step before the append", REPORT, APPEND, note("device-report-note") + APPEND),
            good("a delay before the append", REPORT, APPEND,
                    "        - delay: {id: device-report-pause, description: Wait (#), expression: {constant: {expression: \"1\"}}}\n" + APPEND),
            good("a step in the batch", REPORT, DECODE, note("device-report-note") + DECODE),
            good("another key for failures", REPORT, "maximumRedeliveries: 0", "maximumRedeliveries: 0\n            redeliveryDelay: \"#\""),
            good("a step for watchers", WATCH, PUSH, note("device-watch-note") + PUSH),
            good("a step for dead letters", LETTER, DESCRIBE, note("dead-letter-note") + DESCRIBE));

    private Edits() {
    }

    /** The edit with this index of a run: good and broken ones in turn. */
    static Edit number(int index) {
        List<Edit> kind = index % 2 == 0 ? BROKEN : GOOD;
        return kind.get(index / 2 % kind.size());
    }

    private static Edit broken(String what, String find, String with, String at) {
        return new Edit(what, REPORT, find, with, at);
    }

    private static String note(String id) {
        return "        - setProperty: {id: " + id + ", name: note, expression: {constant: {expression: \"#\"}}}\n";
    }

    private static Edit good(String what, String file, String find, String with) {
        return new Edit(what, file, find, with, null);
    }
}
