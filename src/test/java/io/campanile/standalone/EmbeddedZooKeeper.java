package io.campanile.standalone;

import java.nio.file.Path;

/** The ZooKeeper of standalone mode, for tests elsewhere; it can go away and come back at the same address. */
public final class EmbeddedZooKeeper implements AutoCloseable {

    private final Path directory;
    private final String address;
    private ZooKeeperPart part;

    private EmbeddedZooKeeper(Path directory, ZooKeeperPart part, String address) {
        this.directory = directory;
        this.part = part;
        this.address = address;
    }

    public static EmbeddedZooKeeper start(Path directory) throws Exception {
        ZooKeeperPart part = new ZooKeeperPart(directory, 0);
        return new EmbeddedZooKeeper(directory, part, part.start());
    }

    public String address() {
        return address;
    }

    /** Starts it again, with what it held, after {@link #close}. */
    public void comeBack() throws Exception {
        part = new ZooKeeperPart(directory, Integer.parseInt(address.split(":")[1]));
        part.start();
    }

    @Override
    public void close() {
        part.stop();
    }
}
