package io.campanile.ops.guard;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * An endpoint that a flow names, with its settings put in.
 *
 * @param where   the uri in the file
 * @param written the fields of {@code parameters}, as they stand in the file
 * @param uri     without options and without {@code master:<namespace>:}
 * @param options from the uri and the parameters alike
 * @param use     how the flow uses it
 * @param oneNode whether {@code master} lets only one node at a time use it
 */
record FlowEndpoint(YamlNode where, YamlNode written, String uri, Map<String, String> options, Use use, boolean oneNode) {

    /** What a flow does with an endpoint. */
    enum Use { TAKE, SEND, DECIDE }

    private static final String MASTER = "master:";
    private static final Set<String> DECIDING = Set.of("toD", "recipientList", "enrich", "pollEnrich", "wireTap");

    /** @return null when the node names no endpoint */
    static FlowEndpoint of(String step, YamlNode where, YamlNode parameters, Placeholders placeholders) {
        String text = placeholders.resolve(where.text());
        boolean oneNode = text.startsWith(MASTER) && text.indexOf(':', MASTER.length()) > 0;
        if (oneNode) {
            text = text.substring(text.indexOf(':', MASTER.length()) + 1);
        }
        int query = text.indexOf('?');
        Map<String, String> options = new LinkedHashMap<>();
        if (query >= 0) {
            for (String option : text.substring(query + 1).split("&")) {
                int equals = option.indexOf('=');
                options.put(equals < 0 ? option : option.substring(0, equals), equals < 0 ? "" : option.substring(equals + 1));
            }
        }
        parameters.fields().forEach((name, value) -> options.put(name, placeholders.resolve(value.text())));
        Use use = "from".equals(step) ? Use.TAKE : DECIDING.contains(step) ? Use.DECIDE : Use.SEND;
        return new FlowEndpoint(where, parameters, query < 0 ? text : text.substring(0, query), options, use, oneNode);
    }

    String scheme() {
        int colon = uri.indexOf(':');
        return colon < 0 ? uri : uri.substring(0, colon);
    }

    /** What stands behind the scheme, such as a topic. */
    String path() {
        String path = uri.substring(Math.min(uri.length(), scheme().length() + 1));
        return path.startsWith("//") ? path.substring(2) : path;
    }

    boolean is(String scheme, Use use) {
        return this.use == use && scheme().equals(scheme);
    }

    /** Where an option stands, else the uri. */
    YamlNode at(String option) {
        return written.has(option) ? written.at(option) : where;
    }
}
