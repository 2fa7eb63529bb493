package io.campanile.ops.guard;

import java.util.Map;
import java.util.OptionalLong;
import java.util.Properties;
import org.apache.camel.util.StringHelper;
import org.apache.camel.util.TimeUtils;

/**
 * The options of an endpoint that are in force: its own, else its component's by the settings, else the defaults.
 *
 * @param flow  that names the endpoint
 * @param route that names it
 */
record Options(Flow flow, YamlNode route, FlowEndpoint endpoint, Properties settings, Map<String, String> defaults) {

    /** Empty when nothing says it. */
    String text(String option) {
        if (endpoint.options().containsKey(option)) {
            return endpoint.options().get(option);
        }
        String component = "camel.component." + endpoint.scheme() + ".";
        return settings.getProperty(component + option,
                settings.getProperty(component + StringHelper.camelCaseToDash(option), defaults.getOrDefault(option, "")));
    }

    boolean isOn(String option) {
        return Boolean.parseBoolean(text(option));
    }

    /** Whether the flow's file itself says it. */
    boolean isGiven(String option) {
        return endpoint.options().containsKey(option);
    }

    /** As it is written, with the names of settings still in it. */
    String written(String option) {
        return endpoint.written().has(option) ? endpoint.written().at(option).text() : text(option);
    }

    /** A whole number, or a duration in ms; empty when it is neither. */
    OptionalLong number(String option) {
        try {
            String text = text(option);
            return text.isEmpty() ? OptionalLong.empty() : OptionalLong.of(TimeUtils.toMilliSeconds(text));
        } catch (IllegalArgumentException e) {
            // Another rule says so
            return OptionalLong.empty();
        }
    }

    long number(String option, long otherwise) {
        return number(option).orElse(otherwise);
    }
}
