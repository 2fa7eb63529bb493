package io.campanile.bench.hostile;

import static io.campanile.bench.hostile.Attack.alone;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import org.eclipse.paho.mqttv5.client.IMqttToken;
import org.eclipse.paho.mqttv5.client.MqttAsyncClient;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttSubscription;

/** What a device, or who says to be one, can do to the broker (PROTOCOL 3 and 4). */
final class MqttAttacks {

    private static final int BAD_CREDENTIALS = 0x86;
    private static final int BAD_CLIENT_ID = 0x85;
    private static final int NOT_AUTHORIZED = 0x87;
    private static final long PATIENCE_MS = 10_000;

    private MqttAttacks() {
    }

    static List<Attack> all() {
        return List.of(
                alone("another's ClientId", MqttAttacks::clientId),
                alone("MQTT credentials that are wrong", MqttAttacks::credentials),
                alone("a device token, replayed over MQTT", MqttAttacks::replayed),
                alone("topics of strangers, # and $share", MqttAttacks::topics));
    }

    private static void clientId(Target target, String from) throws MqttException {
        for (String clientId : List.of("stranger", "campanile-1", "admin.web", target.sn() + " ", target.sn() + ".1")) {
            Unexpected.unless("ClientId " + clientId, BAD_CLIENT_ID, connect(target, clientId, target.secret()));
        }
    }

    private static void credentials(Target target, String from) throws MqttException {
        Unexpected.unless("a wrong secret", BAD_CREDENTIALS, connect(target, target.sn(), "x".repeat(32)));
        Unexpected.unless("an old token", BAD_CREDENTIALS, connect(target, target.sn(), token(target, System.currentTimeMillis() - 400_000)));
        Unexpected.unless("a token for another moment", BAD_CREDENTIALS,
                connect(target, target.sn(), System.currentTimeMillis() + token(target, 1).substring(1)));
    }

    private static void replayed(Target target, String from) throws MqttException {
        String token = token(target, DeviceTokens.moment());
        Unexpected.unless("the token's first use", 0, connect(target, target.sn(), token));
        Unexpected.unless("its second", BAD_CREDENTIALS, connect(target, target.sn(), token));
    }

    private static void topics(Target target, String from) throws MqttException {
        MqttAsyncClient client = client(target, target.sn());
        client.connect(options(target, target.secret())).waitForCompletion(PATIENCE_MS);
        String own = "devices/" + target.sn();
        for (String filter : List.of("#", "+/+/report", "devices/#", "devices/+/commands", "devices/stranger/commands",
                "$share/g/" + own + "/commands", "$share/g/#", "$SYS/#", "users/admin/#", "device.reports", "broker/#", own, "devices/*/commands")) {
            Unexpected.unless("subscribing to " + filter, NOT_AUTHORIZED, code(client, filter, true));
        }
        for (String topic : List.of("devices/stranger/report", "devices/stranger/status", own + "/commands", "system/time", "users/admin/x",
                "broker/connected", "device.reports", "$SYS/x")) {
            Unexpected.unless("publishing to " + topic, NOT_AUTHORIZED, code(client, topic, false));
        }
        Unexpected.unless("still connected", true, client.isConnected());
        client.disconnect().waitForCompletion(PATIENCE_MS);
        client.close(true);
    }

    private static int code(MqttAsyncClient client, String topic, boolean subscribe) {
        try {
            IMqttToken token = subscribe ? client.subscribe(new MqttSubscription(topic, 1)) : client.publish(topic, "{}".getBytes(UTF_8), 1, false);
            token.waitForCompletion(PATIENCE_MS);
            return token.getReasonCodes() == null || token.getReasonCodes().length == 0 ? 0 : token.getReasonCodes()[0];
        } catch (MqttException e) {
            return e.getReasonCode();
        }
    }

    /** @return the reason code of the CONNACK */
    private static int connect(Target target, String clientId, String password) throws MqttException {
        MqttAsyncClient client = client(target, clientId);
        try {
            client.connect(options(target, password)).waitForCompletion(PATIENCE_MS);
            client.disconnect().waitForCompletion(PATIENCE_MS);
            return 0;
        } catch (MqttException e) {
            return e.getReasonCode();
        } finally {
            client.close(true);
        }
    }

    private static MqttAsyncClient client(Target target, String clientId) throws MqttException {
        return new MqttAsyncClient("tcp://127.0.0.1:" + target.mqttPort(), clientId, new MemoryPersistence());
    }

    private static MqttConnectionOptions options(Target target, String password) {
        MqttConnectionOptions options = new MqttConnectionOptions();
        options.setUserName(target.sn());
        options.setPassword(password.getBytes(UTF_8));
        return options;
    }

    /** {@code timestamp.token}, as a password. */
    private static String token(Target target, long timestamp) {
        return timestamp + "." + DeviceTokens.token(target, timestamp);
    }
}
