package io.campanile.standalone;

import java.nio.file.Path;

/** The Kafka of standalone mode, for tests elsewhere. */
public final class EmbeddedKafka implements AutoCloseable {

    private final KafkaPart part;
    private final String address;

    private EmbeddedKafka(KafkaPart part, String address) {
        this.part = part;
        this.address = address;
    }

    public static EmbeddedKafka start(Path directory) throws Exception {
        return start(directory, 0);
    }

    /** On a fixed port, to be found again. */
    public static EmbeddedKafka start(Path directory, int port) throws Exception {
        KafkaPart part = new KafkaPart(directory, port);
        return new EmbeddedKafka(part, part.start());
    }

    /** The bootstrap server. */
    public String address() {
        return address;
    }

    @Override
    public void close() {
        part.stop();
    }
}
