package io.campanile.domain.session;

import java.util.function.BooleanSupplier;

/**
 * Lets nobody in but the gateway itself while there is too much to do: who is there goes on. Thread-safe.
 *
 * @param access asked about everybody else
 * @param closed asked at every login; must not block
 */
public record GatedMqttAccess(MqttAccess access, BooleanSupplier closed) implements MqttAccess {

    @Override
    public Admission connect(String clientId, String username, String password) {
        return !isGateway(username) && closed.getAsBoolean()
                ? Admission.refused(Verdict.BUSY)
                : access.connect(clientId, username, password);
    }

    @Override
    public boolean isGateway(String username) {
        return access.isGateway(username);
    }
}
