package io.campanile.edge.http;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;

/** {@code GET /console/settings.json}: what the console must know that is not on its own port. */
public final class ConsoleSettings {

    private final String mqttUrl;

    /**
     * @param mqttUrl   the setting {@code console.mqtt-url}; empty: the broker's own address, over WebSocket
     * @param brokerUrl {@code tcp://host:port} or {@code ssl://host:port}, the first of several
     */
    public ConsoleSettings(String mqttUrl, String brokerUrl) {
        this.mqttUrl = mqttUrl.isEmpty()
                ? brokerUrl.split(",")[0].replaceFirst("^ssl://", "wss://").replaceFirst("^tcp://", "ws://") + "/mqtt"
                : mqttUrl;
    }

    public void addTo(Router router) {
        router.get("/console/settings.json").order(-1).handler(request -> request.response()
                .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                .end(new JsonObject().put("mqtt_url", mqttUrl).toBuffer()));
    }
}
