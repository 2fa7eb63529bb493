package io.campanile.ops.guard;

import java.util.Map;
import java.util.OptionalLong;
import java.util.Properties;
import java.util.regex.Pattern;
import org.apache.camel.util.StringHelper;
import org.apache.camel.util.TimeUtils;

/**
 * The options of an endpoint that are in force: its own, else its component's by the settings, else the defaults.
 *
 * @param flow  that names the endpoint
 * @param route that names it
 */
record Options(Flow flow, YamlNode route, FlowEndpoint endpoint, Properties settings, Map<String, String> defaults) {

    private static final Pattern NUMBER = Pattern.compile("-?\\d{1,18}");
    private static final Pattern DURATION = Pattern.compile("(\\d{1,9}(ms|[smhd]))+");

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
        String text = text(option);
        if (NUMBER.matcher(text).matches()) {
            return OptionalLong.of(Long.parseLong(text));
        }
        return DURATION.matcher(text).matches() ? OptionalLong.of(TimeUtils.toMilliSeconds(text)) : OptionalLong.empty();
    }

    long number(String option, long otherwise) {
        return number(option).orElse(otherwise);
    }
}
