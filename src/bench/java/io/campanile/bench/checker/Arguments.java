package io.campanile.bench.checker;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The arguments of a program, each {@code key=value}. Immutable. */
public final class Arguments {

    private final Map<String, String> values = new LinkedHashMap<>();

    /** @throws IllegalArgumentException when one is not {@code key=value} */
    public Arguments(String... args) {
        for (String arg : args) {
            int equals = arg.indexOf('=');
            if (equals < 1) {
                throw new IllegalArgumentException("'" + arg + "' is not key=value");
            }
            values.put(arg.substring(0, equals), arg.substring(equals + 1));
        }
    }

    /** @return these, and one more, {@code key=value} */
    Arguments and(String more) {
        Arguments all = new Arguments(more);
        values.forEach(all.values::putIfAbsent);
        return all;
    }

    /** @throws IllegalArgumentException when it is not given */
    public String get(String key) {
        String value = values.get(key);
        if (value == null) {
            throw new IllegalArgumentException(key + "= is missing");
        }
        return value;
    }

    public String get(String key, String otherwise) {
        return values.getOrDefault(key, otherwise);
    }

    public int number(String key, int otherwise) {
        return Integer.parseInt(get(key, String.valueOf(otherwise)));
    }

    /** @return a duration written as {@code 500ms}, {@code 120s} or {@code 2m} */
    public Duration duration(String key, String otherwise) {
        String text = get(key, otherwise);
        return text.endsWith("ms") ? Duration.ofMillis(Long.parseLong(text.substring(0, text.length() - 2)))
                : Duration.parse("PT" + text);
    }

    List<String> list(String key) {
        return List.of(get(key).split(","));
    }

    /** @return what is given under {@code <prefix>.}, without the prefix */
    Map<String, String> under(String prefix) {
        Map<String, String> under = new LinkedHashMap<>();
        values.forEach((key, value) -> {
            if (key.startsWith(prefix + ".")) {
                under.put(key.substring(prefix.length() + 1), value);
            }
        });
        return under;
    }
}
