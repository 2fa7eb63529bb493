package io.campanile.settings;

import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the operator set, by the order of PROTOCOL 2: {@code -Dhttp.port=}, then the environment ({@code HTTP_PORT}),
 * then {@code application.properties} in the working directory, then the same file as we ship it.
 * Immutable but for {@link #put}, which only the start-up uses.
 */
public final class Settings {

    private static final Pattern DURATION = Pattern.compile("(\\d+)(ms|s|m|h|d)");
    private static final Pattern SIZE = Pattern.compile("(\\d{1,9})([KMG])B");

    private final Properties file;
    private final Function<String, String> environment;

    public Settings(Properties file, Function<String, String> environment) {
        this.file = file;
        this.environment = environment;
    }

    /** @throws SettingException when the file is there but cannot be read */
    public static Settings load(Path path) {
        Properties properties = new Properties();
        try (InputStream shipped = Settings.class.getResourceAsStream("/application.properties")) {
            if (shipped != null) {
                properties.load(shipped);
            }
            if (Files.exists(path)) {
                try (Reader reader = Files.newBufferedReader(path, StandardCharsets.UTF_8)) {
                    properties.load(reader);
                }
            }
        } catch (IOException e) {
            throw new SettingException("cannot read " + path + " (" + e.getMessage() + "): check that the file is "
                    + "readable by this user and valid UTF-8");
        }
        return new Settings(properties, System::getenv);
    }

    /** @return the value, trimmed; empty when it is not set or blank */
    public String get(String name) {
        String value = System.getProperty(name);
        if (value == null) {
            value = environment.apply(name.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_'));
        }
        if (value == null) {
            value = file.getProperty(name, "");
        }
        return value.trim();
    }

    public boolean has(String name) {
        return !get(name).isEmpty();
    }

    /** @throws SettingException when it is not a number in the range of a port or count */
    public int number(String name) {
        try {
            return Integer.parseInt(get(name));
        } catch (NumberFormatException e) {
            throw new SettingException(name + " is '" + get(name) + "': set it to a whole number");
        }
    }

    /** @throws SettingException when it is not a duration such as {@code 120s}, {@code 2h}, {@code 500ms} */
    public Duration duration(String name) {
        return duration(name, get(name));
    }

    /** The same of several, separated by commas; at least one. */
    public List<Duration> durations(String name) {
        return Arrays.stream(get(name).split(",")).map(value -> duration(name, value.trim())).toList();
    }

    private static Duration duration(String name, String value) {
        Matcher matcher = DURATION.matcher(value);
        if (!matcher.matches()) {
            throw new SettingException(name + " is '" + value + "': set it to a duration such as 500ms, 120s or 2h");
        }
        long amount = Long.parseLong(matcher.group(1));
        return switch (matcher.group(2)) {
            case "ms" -> Duration.ofMillis(amount);
            case "s" -> Duration.ofSeconds(amount);
            case "m" -> Duration.ofMinutes(amount);
            case "h" -> Duration.ofHours(amount);
            default -> Duration.ofDays(amount);
        };
    }

    /** @throws SettingException when it is not a size such as {@code 64KB}, {@code 256MB}, {@code 2GB} */
    public long bytes(String name) {
        Matcher matcher = SIZE.matcher(get(name));
        if (!matcher.matches()) {
            throw new SettingException(name + " is '" + get(name) + "': set it to a size such as 64KB, 256MB or 2GB");
        }
        int thousands = "KMG".indexOf(matcher.group(2)) + 1;
        return Long.parseLong(matcher.group(1)) << (10 * thousands);
    }

    public Path directory(String name) {
        return Path.of(get(name)).toAbsolutePath().normalize();
    }

    /** Sets what the embedded parts found out about themselves, where the operator left it open. */
    public void put(String name, String value) {
        file.setProperty(name, value);
    }

    /** Every name that the files declare, with the value in force. */
    public Properties all() {
        Properties all = new Properties();
        file.stringPropertyNames().forEach(name -> all.setProperty(name, get(name)));
        return all;
    }
}
