package io.campanile.domain.device;

import io.campanile.domain.CodedException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;

/** The device types that the operator configured. Immutable. */
public final class DeviceTypes {

    private static final String PREFIX = "device.type.";

    private final Map<String, DeviceType> types = new TreeMap<>();

    /** @param settings those named {@code device.type.<name>} count; their value lists the alert sections, by commas */
    public DeviceTypes(Properties settings) {
        for (String key : settings.stringPropertyNames()) {
            if (key.startsWith(PREFIX)) {
                String name = key.substring(PREFIX.length());
                Set<String> sections = new LinkedHashSet<>(List.of(settings.getProperty(key).trim().split("\\s*,\\s*")));
                sections.remove("");
                types.put(name, new DeviceType(name, Set.copyOf(sections)));
            }
        }
    }

    /** @throws CodedException 400 naming {@code field}, for a type that is not configured (PROTOCOL 9) */
    public DeviceType require(String field, String name) {
        DeviceType type = name == null ? null : types.get(name);
        if (type == null) {
            throw CodedException.invalid(field, "must be one of " + String.join(", ", types.keySet()));
        }
        return type;
    }

    /** The type by that name; one that raises no alerts when its configuration has gone since the device was registered. */
    public DeviceType find(String name) {
        return types.getOrDefault(name, new DeviceType(name, Set.of()));
    }
}
