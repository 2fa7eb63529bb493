package io.campanile.domain.session;

/**
 * Who may connect to the MQTT broker and what they may do there (PROTOCOL 3 and 4). A broker, embedded or external,
 * asks; it decides nothing by itself. Thread-safe; {@link #connect} may block on the database.
 */
public interface MqttAccess {

    enum Verdict {
        ACCEPTED,
        /** Unknown name, wrong or used password: reason code 0x86. */
        BAD_CREDENTIALS,
        /** A ClientId that is not the caller's own: reason code 0x85. */
        BAD_CLIENT_ID,
        /** The gateway's own subscriptions do not exist yet: reason code 0x88. */
        NOT_READY
    }

    /** @param password as sent; null when there was none */
    Verdict connect(String clientId, String username, String password);

    /** @param topic as in MQTT, with slashes; never a filter */
    boolean mayPublish(String clientId, String username, String topic);

    /** @param filter as in MQTT, with {@code +} and {@code #}, and {@code $share/…} when it was asked for */
    boolean maySubscribe(String clientId, String username, String filter);
}
