package io.campanile.ops.guard;

import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** What flows may call by name: what the wiring binds, and what {@code camel.beans.<name>=#class:…} declares. Immutable. */
final class Beans {

    private static final String DECLARED = "camel.beans.";
    private static final String CLASS = "#class:";
    private static final Pattern CONSTRUCTOR = Pattern.compile("\\(.*");

    private final Map<String, Class<?>> bound;
    private final Properties settings;

    Beans(Map<String, Class<?>> bound, Properties settings) {
        this.bound = Map.copyOf(bound);
        this.settings = settings;
    }

    /**
     * @param name of a bean, or {@code #class:} and that of a class
     * @return null when there is none of that name
     */
    Class<?> type(String name) {
        String declared = name.startsWith(CLASS) ? name : settings.getProperty(DECLARED + name, "");
        if (!declared.startsWith(CLASS)) {
            return bound.get(name);
        }
        try {
            return Class.forName(CONSTRUCTOR.matcher(declared.substring(CLASS.length())).replaceFirst(""), false, getClass().getClassLoader());
        } catch (ClassNotFoundException e) {
            return null;
        }
    }

    Set<String> names() {
        Set<String> names = new TreeSet<>(bound.keySet());
        settings.stringPropertyNames().stream().filter(name -> name.startsWith(DECLARED)).map(name -> name.substring(DECLARED.length()))
                .filter(name -> name.indexOf('.') < 0).forEach(names::add);
        return names;
    }

    /** A property that the settings give such a bean; null when they give none. */
    String property(String bean, String property) {
        return settings.getProperty(DECLARED + bean + "." + property);
    }
}
