package io.campanile.ops.guard;

import java.util.Properties;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Puts settings in the place of their names in {@code {{braces}}}. Immutable. */
final class Placeholders {

    private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{\\s*([^}]*?)\\s*}}");
    /** A setting may name another. */
    private static final int DEPTH = 5;

    private final Properties settings;

    Placeholders(Properties settings) {
        this.settings = settings;
    }

    boolean isDeclared(String name) {
        return settings.containsKey(name);
    }

    Set<String> declared() {
        return settings.stringPropertyNames();
    }

    /** The value as Camel would see it; what is not declared stays as it is written. */
    String resolve(String text) {
        String resolved = text;
        for (int depth = 0; depth < DEPTH && resolved.contains("{{"); depth++) {
            resolved = PLACEHOLDER.matcher(resolved).replaceAll(found ->
                    Matcher.quoteReplacement(settings.getProperty(found.group(1), found.group())));
        }
        return resolved;
    }

    /** Whether the name of a setting begins and does not end. */
    static boolean isTorn(String text) {
        return PLACEHOLDER.matcher(text).replaceAll("").contains("{{");
    }

    /** The names in a text. */
    static java.util.List<String> in(String text) {
        return PLACEHOLDER.matcher(text).results().map((MatchResult found) -> found.group(1)).toList();
    }
}
