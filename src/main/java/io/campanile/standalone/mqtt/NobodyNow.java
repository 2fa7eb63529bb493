package io.campanile.standalone.mqtt;

import io.campanile.domain.session.MqttAccess;

/** The rules when this node ends: nobody but the gateway itself comes in. */
record NobodyNow(MqttAccess access) implements MqttAccess {

    @Override
    public Admission connect(String clientId, String username, String password) {
        return isGateway(username) ? access.connect(clientId, username, password) : Admission.refused(Verdict.NOT_READY);
    }

    @Override
    public boolean isGateway(String username) {
        return access.isGateway(username);
    }
}
