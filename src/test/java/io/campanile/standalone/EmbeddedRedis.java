package io.campanile.standalone;

import java.nio.file.Path;

/** The Redis of standalone mode, for tests elsewhere; it can go away and come back, also empty. */
public final class EmbeddedRedis implements AutoCloseable {

    private final Path directory;
    private final int port;
    private RedisPart part;
    private int lives;

    private EmbeddedRedis(Path directory, int port) {
        this.directory = directory;
        this.port = port;
    }

    public static EmbeddedRedis start(Path directory) throws Exception {
        EmbeddedRedis redis = new EmbeddedRedis(directory, Ports.claim("redis.port", 0));
        redis.startEmpty();
        return redis;
    }

    public String url() {
        return "redis://127.0.0.1:" + port;
    }

    /** Starts another one in its place, which knows nothing. */
    public void startEmpty() throws Exception {
        part = new RedisPart(directory.resolve("life-" + lives++), port);
        part.start();
    }

    public void stop() throws Exception {
        part.stop();
    }

    @Override
    public void close() throws Exception {
        stop();
    }
}
