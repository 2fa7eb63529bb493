package io.campanile;

import io.campanile.settings.Settings;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** What a person wants to know once it runs: where everything is. */
record StartBlock(Settings settings, String adminPassword, int httpPort, int linePort, Map<String, String> carried, long tookMs) {

    @Override
    public String toString() {
        String host = settings.get("bind.host");
        String http = (settings.has("http.tls.certificate") ? "https://" : "http://") + host + ":" + httpPort;
        String lines = settings.has("line.tls.certificate") ? "tls://" : "tcp://";
        String parts = carried.isEmpty() ? "all external" : carried.entrySet().stream()
                .map(part -> part.getKey() + " " + part.getValue()).collect(Collectors.joining("\n              "));
        return String.format(Locale.ROOT, """

                  ▲   Campanile %s is ready in %.1f s
                 ┃█┃
                 ┃ ┃  Console     %s/
                 ┃ ┃  REST        %s/api/v1
                 ┃ ┃  MQTT        %s
                 ┃ ┃  Lines       %s:%d
                 ┃ ┃  Management  http://%s:%s/observe/health
                ▐███▌ Sign in     admin, password %s

                 Parts        %s
                """, settings.get("node.id"), tookMs / 1000.0, http, http, settings.get("mqtt.broker-url"),
                lines + host, linePort, host,
                settings.get("management.port"), adminPassword, parts);
    }
}
