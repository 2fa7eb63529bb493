package io.campanile.standalone;

/** One of the real servers that standalone mode runs in this process. */
public interface Part {

    /** What people call it, such as {@code Kafka}. */
    String name();

    /** The setting that names an external server instead; only when it is empty is this part started. */
    String setting();

    /**
     * Starts it and waits until it serves.
     *
     * @return the value for {@link #setting()} by which it is reached
     * @throws io.campanile.settings.SettingException one line that says what to do, such as for a port in use
     */
    String start() throws Exception;

    /** By which another process reaches it, once it has started. */
    String reached();

    /** Stops it in good order; does nothing when it never started. */
    void stop() throws Exception;
}
