package io.campanile.domain.session;

import java.util.function.BooleanSupplier;

/**
 * Who may connect to the MQTT broker and what they may do there (PROTOCOL 3 and 4). A broker, embedded or external,
 * asks; it decides nothing by itself. Thread-safe.
 */
public interface MqttAccess {

    enum Verdict {
        ACCEPTED,
        /** Unknown name, wrong or used password: reason code 0x86. */
        BAD_CREDENTIALS,
        /** A ClientId that is not the caller's own: reason code 0x85. */
        BAD_CLIENT_ID,
        /** The gateway's own subscriptions do not exist yet: reason code 0x88. */
        NOT_READY,
        /** Too much to do at the moment: reason code 0x89. */
        BUSY
    }

    /**
     * What came of a login.
     *
     * @param principal who it is; null for the gateway itself, and when it was refused
     * @param topics    what it may do from now on; null when it was refused
     * @param holds     whether the proof still holds: it may have been revoked while the login was under way
     */
    record Admission(Verdict verdict, Principal principal, TopicAccess topics, BooleanSupplier holds) {

        public static Admission refused(Verdict verdict) {
            return new Admission(verdict, null, null, () -> false);
        }

        public static Admission accepted(Principal principal, TopicAccess topics, BooleanSupplier holds) {
            return new Admission(Verdict.ACCEPTED, principal, topics, holds);
        }
    }

    /**
     * May block on the database.
     *
     * @param password as sent; null when there was none
     */
    Admission connect(String clientId, String username, String password);

    /** Whether this is the name of the gateway's own account, for which the limits of others do not count. */
    boolean isGateway(String username);
}
