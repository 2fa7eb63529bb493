package io.campanile.standalone;

import io.campanile.settings.Settings;
import io.campanile.standalone.mqtt.ArtemisBroker;
import java.nio.file.Path;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The parts with their settings: everything below {@code data.dir}, a folder each. */
public final class StandaloneParts {

    private static final Logger LOG = LoggerFactory.getLogger(StandaloneParts.class);

    private StandaloneParts() {
    }

    /** @param broker made by the caller, who tells it later whom to admit */
    public static List<Part> of(Settings settings, ArtemisBroker broker) {
        Path data = settings.directory("data.dir");
        return List.of(broker,
                new KafkaPart(data.resolve("kafka"), settings.number("kafka.port")),
                new RedisPart(data.resolve("redis"), settings.number("redis.port")),
                new SqlPart(data.resolve("sql"), settings.number("jdbc.port"),
                        settings.get("jdbc.username"), settings.get("jdbc.password"), StandaloneParts::end),
                new ZooKeeperPart(data.resolve("zookeeper"), settings.number("zookeeper.port")));
    }

    /** As by kill -9, after which the next start does again what the database lacks. */
    private static void end() {
        LOG.error("the database has closed itself, as it does when its disk is full or memory runs out, and the process ends;"
                + " nothing that was accepted is lost: see campanile.trace.db beside the database, make room, and start it again");
        Runtime.getRuntime().halt(1);
    }
}
