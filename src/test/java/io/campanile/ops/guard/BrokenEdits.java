package io.campanile.ops.guard;

import java.util.ArrayList;
import java.util.List;

/** Slips of an operator's hand in {@code meter-read.camel.yaml}, and what each must be told. */
final class BrokenEdits {

    private final List<Edit> edits = new ArrayList<>();

    private BrokenEdits() {
    }

    /**
     * @param what   the slip, in a few words
     * @param find   what is replaced, where it first stands
     * @param with   what replaces it
     * @param at     the line that is named, by what stands there
     * @param reason how its text begins
     */
    record Edit(String what, String find, String with, String at, String reason) {

        String applyTo(String text) {
            if (find.isEmpty()) {
                return with;
            }
            int at = text.indexOf(find);
            if (at < 0) {
                throw new IllegalStateException("not in the flow: " + find);
            }
            return text.substring(0, at) + with + text.substring(at + find.length());
        }
    }

    static List<Edit> all() {
        BrokenEdits all = new BrokenEdits();
        all.form();
        all.style();
        all.references();
        all.failures();
        all.kafka();
        all.mqtt();
        return all.edits;
    }

    private void form() {
        edit("nothing", "", "", "1 ", "the file is empty");
        edit("only a comment", "", "# soon\n", "1 # soon", "the file is empty");
        edit("a list of nothing", "", "[]\n", "1 []", "no route is in the file");
        edit("half of the file, mid-line", "", "- route:\n    id: \"meter-re", "2 id: \"meter-re", "no YAML: ");
        edit("a tab", "    group: meter-read", "\tgroup: meter-read", "25 group: meter-read", "no YAML: ");
        edit("a colon too many", "description: Merge readings", "description: Merge: readings", "59 description: Merge: readings", "no YAML: mapping values are not allowed here");
        edit("a step pushed left", "        - to:\n            id: meter-read-append", "       - to:\n            id: meter-read-append", "49 - to:", "no YAML: ");
        edit("a field twice", "        qos: 1\n", "        qos: 1\n        qos: 2\n", "33 qos: 2", "'qos' stands here twice");
        edit("a condition forgotten", "                      expression:\n                        jsonpath:\n                          expression: \"$.sn\"\n", "",
                "104 - id: meter-read-which-one", "the when lacks an expression");
        edit("a part misspelt", "- route:", "- rout:", "23 - rout:", "'rout' is not known here: did you mean 'route'?");
        edit("a step misspelt", "- validate:", "- valdate:", "44 - valdate:", "'valdate' is not known here: did you mean 'validate'?");
        edit("a field misspelt", "ref: readings", "reff: readings", "78 reff: readings", "'reff' is not known here: did you mean 'ref'?");
        edit("a language misspelt", "simple:\n                expression: \"${body.length}", "simpel:\n                expression: \"${body.length}",
                "47 simpel:", "'simpel' is not known here: did you mean 'simple'?");
        edit("a field forgotten", "            name: kafka.KEY\n", "", "37 - setHeader:", "'setHeader' lacks 'name'");
        edit("a text for true", "useOriginalBody: true", "useOriginalBody: \"yes\"", "9 useOriginalBody: \"yes\"", "'useOriginalBody' must be true or false");
        edit("a setting where Camel takes none", "useOriginalBody: true", "useOriginalBody: \"{{meter-read.topic}}\"", "9 useOriginalBody: \"{{meter-read.topic}}\"",
                "'useOriginalBody' must be true or false; Camel takes no {{setting}} here");
        edit("an expression beside its step", "            expression:\n              method:\n                ref: topics\n                method: device",
                "            expression:\n            method:\n              ref: topics\n              method: device", "40 expression:", "Camel cannot load it: ");
        edit("an expression forgotten", "            expression:\n              method:\n                ref: topics\n                method: device\n", "",
                "37 - setHeader:", "'setHeader' lacks an expression");
        edit("nested without an end", "", "[".repeat(60_000), "1 " + "[".repeat(60_000), "no YAML: nested more than 50 deep");
        edit("an anchor for a list of lists", "- route:", "- route: &route\n    from: *route\n- route:", "24 from: *route", "no YAML: '*route' stands for another part");
        edit("a from that is gone", "    from:\n      uri: direct:meter-read\n      steps:", "    steps:", "91 steps:", "'steps' is not known here");
    }

    private void style() {
        edit("an id of another flow", "id: meter-read-size", "id: reading-size", "45 id: reading-size", "the id 'reading-size' does not begin with the file's name: write meter-read-…");
        edit("an id with a slip", "id: meter-read-size", "id: meter-read-si%e", "45 id: meter-read-si%e", "the id 'meter-read-si%e' is not made of small letters");
        edit("a long id", "id: meter-read-size", "id: meter-read-size-of-what-comes-from-meters", "45 id: meter-read-size-of-what-comes-from-meters", "the id has 41 characters, Hawtio and Kaoto show 34");
        edit("an id twice", "id: meter-read-size", "id: meter-read-append", "50 id: meter-read-append", "the id 'meter-read-append' is taken in line 45");
        edit("an id of the edge", "id: meter-read-ask\n", "id: meter-read-edge\n", "86 id: meter-read-edge", "the id 'meter-read-edge' is one of the gateway's own");
        edit("no description", "    description: Merge readings\n", "", "56 - route:", "the route has no description");
        edit("no id", "    id: meter-read-merge\n", "", "56 - route:", "the route has no id");
        edit("another group", "group: meter-read\n    description: Merge", "group: meter\n    description: Merge", "58 group: meter", "the group is not the file's name");
        edit("an error handler for all flows", "- route:\n    id: meter-read-ask\n", "- onException:\n    exception:\n      - java.lang.IllegalStateException\n    handled:\n      constant: \"true\"\n\n- route:\n    id: meter-read-ask\n",
                "85 - onException:", "'onException' has no place in a flow file");
        edit("a choice without otherwise", "                  otherwise:\n                    id: meter-read-which-all\n                    steps:\n"
                + "                      - to:\n                          id: meter-read-all\n                          uri: direct:meter-all\n"
                + "                          parameters:\n                            block: false\n", "", "101 - choice:", "the choice has no otherwise");
        edit("a route cut off", "        - to:\n            id: meter-read-append\n            uri: \"kafka:{{meter-read.topic}}\"\n            parameters:\n"
                + "              deliveryTimeoutMs: 60000\n              requestTimeoutMs: 2000\n", "", "44 - validate:", "the route ends with 'validate', which has no effect by itself");
        edit("a script", "jsonpath:\n                          expression: \"$.sn\"", "groovy:\n                          expression: \"body.sn\"",
                "106 groovy:", "the language 'groovy' is not allowed in a flow");
        edit("a body in the log", "asked for ${header.sn}", "asked for ${body}", "111 message: \"asked for ${body} at ${bean:clock?method=millis}\"", "the body, or all headers, would stand in the log");
        edit("a header of Camel's", "        - validate:", "        - removeHeader:\n            name: CamelFileName\n        - validate:", "45 name: CamelFileName", "headers whose names begin with Camel are Camel's own");
        edit("a queue in memory", "uri: direct:meter-all", "uri: seda:meter-all", "117 uri: seda:meter-all", "'seda:' is not allowed in a flow");
    }

    private void references() {
        edit("a setting misspelt", "{{meter-read.max-bytes}}", "{{meter-read.max-byte}}", "48 expression: \"${body.length} <= {{meter-read.max-byte}}\"",
                "the setting {{meter-read.max-byte}} is not declared in application.properties: did you mean 'meter-read.max-bytes'?");
        edit("a bean misspelt", "ref: readings", "ref: reading", "78 ref: reading", "no bean is called 'reading': did you mean 'readings'?");
        edit("a method misspelt", "method: merge", "method: marge", "79 method: marge", "the bean 'readings' has no method 'marge': did you mean 'merge'?");
        edit("a bean of another kind", "idempotentRepository: meterReadAsked", "idempotentRepository: deadLetters", "96 idempotentRepository: deadLetters",
                "the bean 'deadLetters' is a DeadLetters, and no IdempotentRepository");
        edit("a policy that is not there", "redeliveryPolicyRef: meterReadRedelivery", "redeliveryPolicyRef: meterRedelivery", "11 redeliveryPolicyRef: meterRedelivery", "no bean is called 'meterRedelivery'");
        edit("a bean in an expression", "${bean:clock?method=millis}", "${bean:clock?method=milis}", "111 message: \"asked for ${header.sn} at ${bean:clock?method=milis}\"", "the bean 'clock' has no method 'milis': did you mean 'millis'?");
        edit("a method in an expression", "ref: topics\n                method: device", "ref: topics\n                method: devise", "43 method: devise",
                "the bean 'topics' has no method 'devise': did you mean 'device'?");
        edit("a brace forgotten", "${body.length} <=", "${body.length <=", "48 expression: \"${body.length <= {{meter-read.max-bytes}}\"", "no simple expression: ");
        edit("a function misspelt", "${body.length} <=", "${bdy.length} <=", "48 expression: \"${bdy.length} <= {{meter-read.max-bytes}}\"", "no simple expression: Unknown function: bdy.length");
        edit("a path without an end", "\"$.sn\"", "\"$.meters[?(@.sn\"", "107 expression: \"$.meters[?(@.sn\"", "no jsonpath expression: ");
        edit("no component", "uri: \"kafka:{{meter-read.topic}}\"\n            parameters", "uri: \"\"\n            parameters", "51 uri: \"\"", "there is no component ''");
        edit("a brace forgotten", "{{meter-read.mqtt-topic}}", "{{meter-read.mqtt-topic}", "29 uri: \"master:meter-read:paho-mqtt5:{{meter-read.mqtt-topic}\"", "a brace is missing");
        edit("an expression where none is looked at", "uri: direct:meter-all", "uri: \"direct:${header.to}\"", "117 uri: \"direct:${header.to}\"", "the uri holds an expression");
        edit("an expression for an option", "pollTimeoutMs: 10", "pollTimeoutMs: \"${header.wait}\"", "68 pollTimeoutMs: \"${header.wait}\"", "'pollTimeoutMs' holds an expression");
        edit("an escape that is none", "qos: 1", "qos: 1\n        \"%rt\": 1", "29 uri: \"master:meter-read:paho-mqtt5:{{meter-read.mqtt-topic}}\"", "paho-mqtt5 has no option '_rt'");
        edit("a name that nobody calls", "uri: direct:meter-read\n", "uri: direct:meter-red\n", "92 uri: direct:meter-red", "direct:meter-red does not begin with the flow's name");
        edit("a due date that nobody sets", "- route:\n    id: meter-read-ask\n", "- route:\n    id: meter-read-late\n    group: meter-read\n"
                + "    description: Ask who is late\n    routeConfigurationId: meter-read-failures\n    from:\n      uri: due:metre-read\n      steps:\n        - stop: {}\n\n"
                + "- route:\n    id: meter-read-ask\n", "91 uri: due:metre-read", "due:metre-read does not begin with the flow's name");
        edit("a component misspelt", "uri: \"kafka:{{meter-read.topic}}\"\n            parameters", "uri: \"kafkka:{{meter-read.topic}}\"\n            parameters",
                "51 uri: \"kafkka:{{meter-read.topic}}\"", "there is no component 'kafkka': did you mean 'kafka'?");
        edit("an option misspelt", "receiveMaximum:", "receiveMaximun:", "35 receiveMaximun: 1000", "paho-mqtt5 has no option 'receiveMaximun': did you mean 'receiveMaximum'?");
        edit("a word for a number", "maxPollRecords: 500", "maxPollRecords: many", "67 maxPollRecords: many", "'maxPollRecords' is 'many': it must be a whole number");
        edit("a word that is no choice", "qos: 1", "qos: once", "32 qos: once", "'qos' is 'once': it must be a whole number");
        edit("an option of the other side", "requestTimeoutMs: 2000", "batching: true", "54 batching: true", "'batching' is an option of taking, not of sending to kafka");
        edit("a secret", "qos: 1", "qos: 1\n        password: hunter2", "33 password: hunter2", "'password' is a secret: put it into the settings");
        edit("nobody there", "uri: direct:meter-all", "uri: direct:meter-al", "117 uri: direct:meter-al", "no route takes from direct:meter-al: did you mean 'meter-all'?");
        edit("somebody there already", "- route:\n    id: meter-read-ask\n", "- route:\n    id: meter-read-lost\n    group: meter-read\n"
                + "    description: Take what is lost\n    routeConfigurationId: meter-read-failures\n    from:\n      uri: direct:meter-read-taken\n      steps:\n        - stop: {}\n\n"
                + "- route:\n    id: meter-read-ask\n", "91 uri: direct:meter-read-taken", "direct:meter-read-taken is taken from by the gateway's own routes");
    }

    private void failures() {
        edit("no error handler", "    errorHandler:\n      noErrorHandler: {}\n", "", "85 - route:", "the route does not say where a failure ends");
        edit("a configuration misspelt", "routeConfigurationId: meter-read-failures", "routeConfigurationId: meter-read-failure", "27 routeConfigurationId: meter-read-failure",
                "no routeConfiguration in this file is called 'meter-read-failure': did you mean 'meter-read-failures'?");
        edit("no dead letter's address", "        deadLetterUri: direct:meter-lost\n", "", "5 deadLetterChannel:", "'deadLetterChannel' lacks 'deadLetterUri'");
        edit("a dead letter that may be lost", "        deadLetterHandleNewException: false\n", "", "5 deadLetterChannel:", "deadLetterHandleNewException is not false");
        edit("a dead letter half done", "useOriginalBody: true", "useOriginalBody: false", "9 useOriginalBody: false", "useOriginalBody is not true");
        edit("no exception", "          exception:\n            - org.apache.camel.ValidationException\n", "", "13 - onException:", "onException names no exception");
        edit("no outcome", "          redeliveryPolicy:\n            maximumRedeliveries: 0\n          handled:\n            constant:\n              expression: \"true\"\n", "",
                "13 - onException:", "onException does not say what becomes of the message");
        edit("neither true nor false", "expression: \"true\"", "expression: \"tr8e\"", "21 expression: \"tr8e\"", "'tr8e' is neither true nor false");
        edit("an exception misspelt", "org.apache.camel.ValidationException", "org.apache.camel.ValidationExeption", "16 - org.apache.camel.ValidationExeption",
                "there is no exception org.apache.camel.ValidationExeption");
        edit("an outage taken for bad input", "org.apache.camel.ValidationException", "java.lang.Exception", "16 - java.lang.Exception", "Exception is also what a backend that is away throws");
        edit("failures passed over", "org.apache.camel.ValidationException\n          redeliveryPolicy:\n            maximumRedeliveries: 0\n          handled:",
                "java.lang.Exception\n          continued:", "17 continued:", "Exception is also what a backend that is away throws: the next steps would run");
        edit("nothing tried again", "redeliveryPolicyRef: meterReadRedelivery", "redeliveryPolicyRef: neverRedelivery", "11 redeliveryPolicyRef: neverRedelivery", "nothing is tried again");
        edit("tried longer than Kafka waits", "redeliveryPolicyRef: meterReadRedelivery", "redeliveryPolicyRef: slowRedelivery", "11 redeliveryPolicyRef: slowRedelivery",
                "a step may be tried again over 6000000 ms, and Kafka gives the partition away after maxPollIntervalMs = 300000");
        edit("tried for ever, without a pause", "redeliveryPolicyRef: meterReadRedelivery",
                "redeliveryPolicy:\n          maximumRedeliveries: -1\n          redeliveryDelay: \"0\"", "12 maximumRedeliveries: -1", "a step would be tried again for ever, without a pause");
    }

    private void kafka() {
        edit("another group", "groupId: meter-read", "groupId: metre-read", "64 groupId: metre-read", "groupId does not begin with the flow's name");
        edit("no batch to commit", "        batching: true\n", "", "62 uri: \"kafka:{{meter-read.topic}}\"", "batching is off, and kafkaBatch commits batches");
        edit("half a setting", "uri: \"kafka:{{meter-read.topic}}\"\n            parameters", "uri: \"kafka:{meter-read.topic}}\"\n            parameters",
                "51 uri: \"kafka:{meter-read.topic}}\"", "Kafka knows no such name of a topic");
        edit("no group", "        groupId: meter-read\n", "", "62 uri: \"kafka:{{meter-read.topic}}\"", "groupId is missing");
        edit("another route's name at the broker", "        - validate:", "        - to:\n            uri: paho-mqtt5:read\n            parameters:\n"
                + "              clientId: campanile-meter-read\n        - validate:", "47 clientId: campanile-meter-read", "the clientId 'campanile-meter-read' is also that of the route meter-read-mqtt");
        edit("one member's name for all nodes", "meter-read-{{node.id}}", "meter-read-1", "65 groupInstanceId: \"meter-read-1\"", "groupInstanceId does not contain {{node.id}}");
        edit("no member's name", "        groupInstanceId: \"meter-read-{{node.id}}\"\n", "", "62 uri: \"kafka:{{meter-read.topic}}\"", "groupInstanceId is missing");
        edit("several consumers", "batching: true", "batching: true\n        consumersCount: 40", "67 consumersCount: 40", "consumersCount is not within 1 to 32");
        edit("commits of what still waits", "batching: true", "batching: true\n        autoCommitEnable: true", "67 autoCommitEnable: true", "autoCommitEnable with batching");
        edit("no commit", "        - bean:\n            id: meter-read-commit\n            ref: kafkaBatch\n            method: \"commit(${exchangeProperty.batch})\"\n", "",
                "66 batching: true", "no step commits");
        edit("a commit of nothing", "name: batch", "name: bach", "83 method: \"commit(${exchangeProperty.batch})\"", "no step sets the property 'batch' before");
        edit("a step after the commit", "\n- route:\n    id: meter-read-ask\n",
                "        - bean:\n            ref: readings\n            method: decode\n\n- route:\n    id: meter-read-ask\n", "80 - bean:", "steps follow the commit");
        edit("a long wait for a batch", "pollTimeoutMs: 10", "pollTimeoutMs: 10s", "68 pollTimeoutMs: 10s", "pollTimeoutMs is more than 1000");
        edit("a long time between batches", "pollTimeoutMs: 10", "pollTimeoutMs: 10\n        batchingIntervalMs: 10000", "69 batchingIntervalMs: 10000", "batchingIntervalMs is more than 1000");
        edit("a batch of none", "maxPollRecords: 500", "maxPollRecords: 0", "67 maxPollRecords: 0", "maxPollRecords is not within 1 to 10000");
        edit("records passed over", "batching: true", "batching: true\n        breakOnFirstError: false", "67 breakOnFirstError: false", "breakOnFirstError is off");
        edit("records never read", "batching: true", "batching: true\n        autoOffsetReset: latest", "67 autoOffsetReset: latest", "autoOffsetReset is latest");
        edit("all records again", "batching: true", "batching: true\n        seekTo: BEGINNING", "67 seekTo: BEGINNING", "seekTo moves at each start");
        edit("late heartbeats", "batching: true", "batching: true\n        heartbeatIntervalMs: 9000", "67 heartbeatIntervalMs: 9000", "heartbeatIntervalMs is more than a third");
        edit("a repeat that nobody sees", "id: meter-read-merge-once", "id: meter-read-merge-all", "62 uri: \"kafka:{{meter-read.topic}}\"", "the route does not show where a repeat is recognised");
        edit("several at a time", "        - bean:\n            id: meter-read-merge-once", "        - threads:\n            poolSize: 4\n        - bean:\n            id: meter-read-merge-once",
                "76 - threads:", "'threads' does several messages of one key at a time");
        edit("a timeout below its callee's", "deliveryTimeoutMs: 60000", "deliveryTimeoutMs: 1000", "53 deliveryTimeoutMs: 1000", "deliveryTimeoutMs is less than requestTimeoutMs and lingerMs together");
        edit("acknowledged by none", "requestTimeoutMs: 2000", "requestRequiredAcks: 0", "54 requestRequiredAcks: 0", "requestRequiredAcks is not all");
        edit("an answer that nobody waits for", "uri: direct:meter-all\n                          parameters:\n                            block: false",
                "uri: kafka:meters\n                          parameters:\n                            deliveryTimeoutMs: 120000", "119 deliveryTimeoutMs: 120000", "deliveryTimeoutMs and maxBlockMs together");
        edit("an answer that nobody ever gets", "uri: direct:meter-all\n                          parameters:\n                            block: false",
                "uri: kafka:meters\n                          parameters:\n                            maxBlockMs: 1000", "117 uri: kafka:meters", "deliveryTimeoutMs and maxBlockMs together");
        edit("effects beside the fence", "            steps:\n              - choice:", "        - choice:", "94 - idempotentConsumer:", "no steps stand within the idempotentConsumer");
    }

    private void mqtt() {
        edit("no key", "name: kafka.KEY", "name: key", "29 uri: \"master:meter-read:paho-mqtt5:{{meter-read.mqtt-topic}}\"", "no step sets the header kafka.KEY");
        edit("nothing confirmed", "qos: 1", "qos: 0", "32 qos: 0", "qos 0: the broker would confirm");
        edit("a session that begins anew", "cleanStart: false", "cleanStart: true", "33 cleanStart: true", "cleanStart is not false");
        edit("a session that ends soon", "sessionExpiryInterval: 4294967295", "sessionExpiryInterval: 60", "34 sessionExpiryInterval: 60", "sessionExpiryInterval is missing or less than 3600 s");
        edit("none at a time", "receiveMaximum: 1000", "receiveMaximum: 0", "35 receiveMaximum: 0", "receiveMaximum is not within 1 to 65535");
        edit("confirmed too early", "qos: 1", "qos: 1\n        manualAcksEnabled: false", "33 manualAcksEnabled: false", "manualAcksEnabled is off");
        edit("every node subscribes", "master:meter-read:paho-mqtt5", "paho-mqtt5", "31 clientId: campanile-meter-read", "every node would take from the broker");
        edit("shared among nodes", "master:meter-read:paho-mqtt5:{{", "paho-mqtt5:$share/meters/{{", "29 uri: \"paho-mqtt5:$share/meters/{{meter-read.mqtt-topic}}\"", "a shared subscription gives one device's messages to several nodes");
        edit("a name the broker does not know", "clientId: campanile-meter-read", "clientId: meter-read", "31 clientId: meter-read", "the broker lets the gateway in only under");
        edit("no way back", "qos: 1", "qos: 1\n        automaticReconnect: false", "33 automaticReconnect: false", "automaticReconnect is off");
        edit("a slow way back", "qos: 1", "qos: 1\n        maxReconnectDelay: 128000", "33 maxReconnectDelay: 128000", "maxReconnectDelay is more than 30000 ms");
    }

    private void edit(String what, String find, String with, String at, String reason) {
        edits.add(new Edit(what, find, with, at, reason));
    }
}
