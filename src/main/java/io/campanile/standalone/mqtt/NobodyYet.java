package io.campanile.standalone.mqtt;

import io.campanile.domain.session.MqttAccess;

/** The rules before there are any. */
final class NobodyYet implements MqttAccess {

    @Override
    public Admission connect(String clientId, String username, String password) {
        return Admission.refused(Verdict.NOT_READY);
    }

    @Override
    public boolean isGateway(String username) {
        return false;
    }
}
