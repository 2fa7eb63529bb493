package io.campanile.standalone;

import io.campanile.settings.Settings;
import io.campanile.standalone.mqtt.ArtemisBroker;
import java.nio.file.Path;
import java.util.List;

/** The parts with their settings: everything below {@code data.dir}, a folder each. */
public final class StandaloneParts {

    private StandaloneParts() {
    }

    /** @param broker made by the caller, who tells it later whom to admit */
    public static List<Part> of(Settings settings, ArtemisBroker broker) {
        Path data = settings.directory("data.dir");
        return List.of(broker,
                new KafkaPart(data.resolve("kafka"), settings.number("kafka.port")),
                new RedisPart(data.resolve("redis"), settings.number("redis.port")),
                new SqlPart(data.resolve("sql"), settings.number("jdbc.port"),
                        settings.get("jdbc.username"), settings.get("jdbc.password")),
                new ZooKeeperPart(data.resolve("zookeeper"), settings.number("zookeeper.port")));
    }
}
