package io.campanile.standalone.mqtt;

import static io.netty.handler.codec.mqtt.MqttConnectReturnCode.CONNECTION_REFUSED_BAD_USERNAME_OR_PASSWORD;
import static io.netty.handler.codec.mqtt.MqttConnectReturnCode.CONNECTION_REFUSED_BAD_USER_NAME_OR_PASSWORD;
import static io.netty.handler.codec.mqtt.MqttConnectReturnCode.CONNECTION_REFUSED_CLIENT_IDENTIFIER_NOT_VALID;
import static io.netty.handler.codec.mqtt.MqttConnectReturnCode.CONNECTION_REFUSED_IDENTIFIER_REJECTED;
import static io.netty.handler.codec.mqtt.MqttConnectReturnCode.CONNECTION_REFUSED_NOT_AUTHORIZED;
import static io.netty.handler.codec.mqtt.MqttConnectReturnCode.CONNECTION_REFUSED_NOT_AUTHORIZED_5;
import static io.netty.handler.codec.mqtt.MqttConnectReturnCode.CONNECTION_REFUSED_QUOTA_EXCEEDED;
import static io.netty.handler.codec.mqtt.MqttConnectReturnCode.CONNECTION_REFUSED_SERVER_BUSY;
import static io.netty.handler.codec.mqtt.MqttConnectReturnCode.CONNECTION_REFUSED_SERVER_UNAVAILABLE;
import static io.netty.handler.codec.mqtt.MqttConnectReturnCode.CONNECTION_REFUSED_SERVER_UNAVAILABLE_5;

import io.campanile.domain.session.MqttAccess;
import io.netty.handler.codec.mqtt.MqttConnectReturnCode;

/** How a refused login is told: MQTT 5 has its own codes (3.2.2.2), MQTT 3.1.1 five (3.2.2.3). */
final class ConnectAnswers {

    private ConnectAnswers() {
    }

    /** @param verdict any but ACCEPTED */
    static MqttConnectReturnCode refused(MqttAccess.Verdict verdict, boolean version5) {
        return switch (verdict) {
            case BAD_CREDENTIALS -> version5
                    ? CONNECTION_REFUSED_BAD_USERNAME_OR_PASSWORD : CONNECTION_REFUSED_BAD_USER_NAME_OR_PASSWORD;
            case BAD_CLIENT_ID -> version5
                    ? CONNECTION_REFUSED_CLIENT_IDENTIFIER_NOT_VALID : CONNECTION_REFUSED_IDENTIFIER_REJECTED;
            case NOT_READY -> version5
                    ? CONNECTION_REFUSED_SERVER_UNAVAILABLE_5 : CONNECTION_REFUSED_SERVER_UNAVAILABLE;
            case BUSY -> version5 ? CONNECTION_REFUSED_SERVER_BUSY : CONNECTION_REFUSED_SERVER_UNAVAILABLE;
            case ACCEPTED -> throw new IllegalArgumentException("an accepted login is not refused");
        };
    }

    /** Logged in, but with a will that it may not publish. */
    static MqttConnectReturnCode forbidden(boolean version5) {
        return version5 ? CONNECTION_REFUSED_NOT_AUTHORIZED_5 : CONNECTION_REFUSED_NOT_AUTHORIZED;
    }

    /** One connection too many. */
    static MqttConnectReturnCode tooMany(boolean version5) {
        return version5 ? CONNECTION_REFUSED_QUOTA_EXCEEDED : CONNECTION_REFUSED_SERVER_UNAVAILABLE;
    }
}
